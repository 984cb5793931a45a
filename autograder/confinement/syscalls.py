"""The system calls that a submission does without: a filter in the kernel, for good and for all children.

What is denied here is either a way into the kernel that the numeric stack never takes, or a way in which two
submissions could reach one another through something that namespaces do not divide. Everything else is allowed, so that
threads, processes, files and local sockets work as ever.
"""

import ctypes
import errno
import platform
import struct
from dataclasses import dataclass

# Numbers of the calls on x86_64 and aarch64; None where there is no such call.
DENIED = {
    # Keyrings are the user's: neither namespaces nor a sandbox's end empty them.
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    # Large, often attacked, and past all other filters.
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "perf_event_open": (298, 241),
    "vmsplice": (278, 75),
    "modify_ldt": (154, None),
    # Other processes' memory and descriptors.
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    # Mounts and namespaces.
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "statmount": (457, 457),
    "listmount": (458, 458),
    "open_tree_attr": (467, 467),
    "unshare": (272, 97),
    "setns": (308, 268),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    # The machine itself: kernel, clock, swap, ports, accounting.
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "iopl": (172, None),
    "ioperm": (173, None),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "syslog": (103, 116),
    "vhangup": (153, 58),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "adjtimex": (159, 171),
    "clock_adjtime": (305, 266),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    # What others do with the files that all submissions read, and which of their pages are in memory.
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "inotify_add_watch": (254, 27),
    "fanotify_init": (300, 262),
    "fanotify_mark": (301, 263),
    "mincore": (27, 232),
    "cachestat": (451, 451),
    # Counted for the whole machine: one submission could use up what others need.
    "io_setup": (206, 0),
    # Memory that belongs to no process and no folder, so that nobody could count it.
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "semget": (64, 190),
    "semop": (65, 193),
    "semctl": (66, 191),
    "semtimedop": (220, 192),
    "msgget": (68, 186),
    "msgsnd": (69, 189),
    "msgrcv": (70, 188),
    "msgctl": (71, 187),
    "mq_open": (240, 180),
    # Where memory lies on machines with several nodes.
    "mbind": (237, 235),
    "set_mempolicy": (238, 237),
    "get_mempolicy": (239, 236),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    "set_mempolicy_home_node": (450, 450),
}
# Libraries take another way if these do not exist, and only then.
ABSENT = ("clone3", "io_uring_setup", "memfd_create")
# Locks on files that all submissions read would be seen by all; sync would wait for the whole machine's disks. They do
# nothing and say that they did: SQLite and others insist on them.
IGNORED = {"flock": (73, 32), "sync": (162, 81), "syncfs": (306, 267)}
CLONE, CLONE3, FCNTL = (56, 220), (435, 435), (72, 25)
SOCKETS = ((41, 198), (53, 199))  # socket, socketpair
LOCK_COMMANDS = (6, 7, 37, 38)  # of fcntl: F_SETLK, F_SETLKW and their like for open files
LOCK_QUERIES = (5, 36)
LAST_OLD_COMMAND = 1023  # those above are Linux's own: leases, notes of changes, hints kept with a file ...
DESCRIPTOR_COMMANDS = (1027, 1030, 1031, 1032, 1033, 1034)  # ... and these, about a descriptor or pipe alone
FAMILIES = (
    1,
    2,
    10,
)  # local, IPv4 and IPv6 sockets; others reach the host, or rarely used parts of the kernel
NEW_NAMESPACES = 0x7E020000
X32 = 0x40000000  # x86_64's calls once more, under other numbers

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
ALLOW, ERROR = 0x7FFF0000, 0x00050000
LOAD, EQUAL, GREATER_EQUAL, GREATER, SET, RETURN = 0x20, 0x15, 0x35, 0x25, 0x45, 0x06
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16  # where the kernel's description of a call holds them


@dataclass(frozen=True)
class Machine:
    """An architecture: its name in the kernel's description of a call, and its column in the tables above."""

    audit: int
    column: int


MACHINES = {"x86_64": Machine(0xC000003E, 0), "aarch64": Machine(0xC00000B7, 1)}


def machine() -> Machine | None:
    """Return this machine's architecture, None for one whose calls are not known here."""
    return MACHINES.get(platform.machine())


def program(here: Machine) -> bytes:
    """Return the filter for an architecture, as the kernel's classic BPF: 8 bytes an instruction."""
    code = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, here.audit), refuse(errno.ENOSYS)]
    code += [(LOAD, 0, 0, NUMBER)]
    if here.column == 0:
        code += [(GREATER_EQUAL, 0, 1, X32), refuse(errno.ENOSYS)]
    code += by_argument(FCNTL[here.column], 1, fcntl_rules())
    for call in SOCKETS:
        code += by_argument(call[here.column], 0, [*choice(FAMILIES, ALLOW), refuse(errno.EAFNOSUPPORT)])
    code += by_argument(CLONE[here.column], 0, [(SET, 0, 1, NEW_NAMESPACES), refuse(errno.EPERM)])
    answers = {name: errno.ENOSYS if name in ABSENT else errno.EPERM for name in DENIED}
    answers |= dict.fromkeys(IGNORED, 0) | {"clone3": errno.ENOSYS}
    numbers = DENIED | IGNORED | {"clone3": CLONE3}
    for name, answer in answers.items():
        if (number := numbers[name][here.column]) is not None:
            code += [(EQUAL, 0, 1, number), refuse(answer)]
    code.append((RETURN, 0, 0, ALLOW))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)


def refuse(number: int) -> tuple[int, int, int, int]:
    """Return the instruction that ends the call with this error; 0 is success."""
    return RETURN, 0, 0, ERROR | number


def choice(values: tuple[int, ...], answer: int) -> list[tuple[int, int, int, int]]:
    """Return instructions that give this answer if the argument that is loaded is one of the values."""
    return [part for value in values for part in ((EQUAL, 0, 1, value), (RETURN, 0, 0, answer))]


def fcntl_rules() -> list[tuple[int, int, int, int]]:
    """Return instructions for the command of fcntl: locks are ignored, whatever else others could see is refused."""
    rules = choice(LOCK_COMMANDS, ERROR) + choice(LOCK_QUERIES, ERROR | errno.EPERM)
    rules += choice(DESCRIPTOR_COMMANDS, ALLOW)
    return [*rules, (GREATER, 0, 1, LAST_OLD_COMMAND), refuse(errno.EINVAL)]


def by_argument(
    number: int, argument: int, rules: list[tuple[int, int, int, int]]
) -> list[tuple[int, int, int, int]]:
    """Return instructions that look at the lower half of one argument of one call; without an answer it is allowed."""
    rules = [(LOAD, 0, 0, ARGUMENTS + 8 * argument), *rules, (RETURN, 0, 0, ALLOW)]
    return [(EQUAL, 0, len(rules), number), *rules]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def deny() -> None:
    """Deny these calls to the calling process and its children, for good; nothing on other architectures.

    Raises
    ------
    OSError
        If the kernel has no filters.
    """
    if (here := machine()) is None:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    code = program(here)
    compiled = _Program(len(code) // 8, code)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(compiled), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "the kernel accepts no filter of system calls")
