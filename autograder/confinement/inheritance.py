"""What a copy of an image inherits and must not share with other copies: open files and shared memory.

After a fork both processes hold the same open file: one position, one set of locks. And memory that is mapped as shared
stays shared. A submission could leave word there for another, so each copy opens and maps anew what it inherits.

What it inherits besides is copied when it is written to. A fork has to enter each page of it into a table, which is
most of what a start costs: so an image has its memory put into large pages.
"""

import ctypes
import mmap
import os
import re
import stat
from collections.abc import Collection
from dataclasses import dataclass

STANDARD = (0, 1, 2)
MAP_SHARED, MAP_FIXED, MAP_ANONYMOUS = 0x01, 0x10, 0x20
MADV_COLLAPSE = 25
LARGE_PAGE = 2 << 20  # bytes, on x86_64 and on most others
ANONYMOUS = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) rw-p \S+ 00:00 0 *(?:\[heap\])?$", re.MULTILINE)
MAPPING = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) (....) .*\n(?:[A-Z].*\n)*?VmFlags:(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Mapping:
    """Memory that is mapped as shared and that some process may write to: address and length in bytes."""

    address: int
    length: int


def descriptors(known: Collection[int]) -> list[int]:
    """Return the open descriptors but those that are known, sorted."""
    found = []
    for name in os.listdir("/proc/self/fd"):
        if int(name) not in known and os.path.lexists(f"/proc/self/fd/{name}"):  # not that of the listing
            found.append(int(name))
    return sorted(found)


def cannot_be_reopened(descriptor: int) -> bool:
    """Tell whether a copy would have to share this: a pipe, a socket, a file that can be written to."""
    kind = os.fstat(descriptor).st_mode
    for_reading = os.get_blocking(descriptor) and flags(descriptor) & os.O_ACCMODE == os.O_RDONLY
    return not (stat.S_ISCHR(kind) or (for_reading and (stat.S_ISREG(kind) or stat.S_ISDIR(kind))))


def flags(descriptor: int) -> int:
    """Return the flags with which a descriptor was opened."""
    with open(f"/proc/self/fdinfo/{descriptor}") as about:
        return int(re.search(r"flags:\s*(\d+)", about.read())[1], 8)


def reopen(descriptor: int) -> None:
    """Let the descriptor stand for a file of its own, at the same position."""
    own = os.open(f"/proc/self/fd/{descriptor}", flags(descriptor) & os.O_ACCMODE | os.O_CLOEXEC)
    if stat.S_ISREG(os.fstat(own).st_mode):
        os.lseek(own, os.lseek(descriptor, 0, os.SEEK_CUR), os.SEEK_SET)
    os.dup2(own, descriptor, inheritable=os.get_inheritable(descriptor))
    os.close(own)


def discard_standard_streams() -> None:
    """Let standard input be empty and let the other two lead nowhere: what is written past IPython is nobody's."""
    for descriptor in STANDARD:
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, descriptor)
        os.close(nowhere)


def shared_memory() -> list[Mapping]:
    """Return what is mapped as shared and can be written to, by this process or another: locks, arenas, arrays."""
    with open("/proc/self/smaps") as smaps:
        found = MAPPING.finditer(smaps.read())
    bounds = [(int(one[1], 16), int(one[2], 16)) for one in found if "sh" in one[4].split()]
    return [Mapping(start, end - start) for start, end in bounds]


def copy_memory(mapping: Mapping) -> None:
    """Put a copy in the mapping's place, shared from now on with this process's own children only."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype, libc.mmap.argtypes = (
        ctypes.c_void_p,
        [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long],
    )
    content = ctypes.string_at(mapping.address, mapping.length)
    protection = mmap.PROT_READ | mmap.PROT_WRITE
    how = MAP_SHARED | MAP_FIXED | MAP_ANONYMOUS
    if libc.mmap(mapping.address, mapping.length, protection, how, -1, 0) != mapping.address:
        raise OSError(ctypes.get_errno(), "shared memory cannot be copied")
    ctypes.memmove(mapping.address, content, mapping.length)


def use_large_pages() -> None:
    """Put this process's own memory into large pages, as far as the kernel does that: Linux from 6.1 on."""
    libc = ctypes.CDLL(None)
    libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    with open("/proc/self/maps") as maps:
        bounds = [(int(one[1], 16), int(one[2], 16)) for one in ANONYMOUS.finditer(maps.read())]
    for start, end in bounds:
        first = -(-start // LARGE_PAGE) * LARGE_PAGE
        for address in range(first, end - LARGE_PAGE + 1, LARGE_PAGE):
            libc.madvise(address, LARGE_PAGE, MADV_COLLAPSE)  # in vain where nothing lies there
