"""Attacks that span two submissions: the first is hostile, the second an accomplice that listens, or a classmate.

Both are graded from the same images, one after the other or at the same time. Whatever the first does, the second must
get, bit for bit, what it gets alone.
"""

from dataclasses import dataclass

# What the leading locked cells of an assignment may well leave behind: all submissions start from copies of it.
SETUP = """import mmap, os
import numpy as np
arena = mmap.mmap(-1, 4096)
rows = open("/assignment/rows.csv")"""
ROWS = "line,seats\na,40\nb,62\n"

CLASSMATE = """import multiprocessing, os, sqlite3, subprocess, sys, tempfile, threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
def square(number): return number * number
with ThreadPoolExecutor(4) as pool:
    heard = list(pool.map(square, range(10)))
with multiprocessing.get_context("fork").Pool(2) as pool:
    heard += pool.map(square, range(10))
heard.append(subprocess.run(["echo", "done"], capture_output=True, text=True).stdout)
with tempfile.TemporaryDirectory() as folder, sqlite3.connect(f"{folder}/book.db") as book:
    book.execute("create table t (x)")
    book.execute("insert into t values (7)")
    heard.append(book.execute("select x from t").fetchall())
X = np.random.default_rng(0).normal(size=(300, 5))
for _ in range(20):
    heard.append(float(np.linalg.norm(np.linalg.inv(np.eye(300) + X @ X.T)).round(6)))
heard.append([bytes(arena[:4]), rows.read(), os.write(1, b"x"), os.nice(0)])
print(heard)"""

N_JOBS = """
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score
heard.append(cross_val_score(Ridge(), X, X.sum(axis=1), n_jobs=2).round(6).tolist())"""

TRY = """import ctypes, fcntl, glob, os, signal, socket, struct, sys, time
libc = ctypes.CDLL(None, use_errno=True)
def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:
        return type(error).__name__
heard = []
"""
# The listener looks again and again while the first submission acts, and keeps each different thing that it finds.
LISTEN = """
end = time.monotonic() + {seconds}
while time.monotonic() < end:
    found = attempt(look)
    if found not in heard: heard.append(found)
    time.sleep(0.02)
print(heard)"""
HOLD = "\ntime.sleep({seconds})"
ACT = """
end = time.monotonic() + {seconds}
while time.monotonic() < end:
    attempt(act)
    time.sleep(0.01)"""
SHARED = '["/assignment/rows.csv", "/dev/null", os.__file__, np.__file__, "/assignment", os.path.dirname(os.__file__)]'


@dataclass(frozen=True)
class Pair:
    """Two submissions.

    Attributes
    ----------
    attempts : what they try, in a sentence
    first, second : the text of each one's answer, which leaves what it heard in `heard`
    together : whether they are graded at the same time
    """

    name: str
    attempts: str
    first: str
    second: str = CLASSMATE
    together: bool = False


def left(name: str, attempts: str, leave: str, look: str) -> Pair:
    """Return a pair of which the first leaves something behind for the second."""
    return Pair(name, attempts, TRY + leave, f"{TRY}{look}\nprint(heard)")


def told(name: str, attempts: str, act: str, look: str) -> Pair:
    """Return a pair of which the first acts all the while that the second looks."""
    first = f"{TRY}def act():\n{indent(act)}{ACT.format(seconds=2)}"
    return Pair(
        name, attempts, first, f"{TRY}def look():\n{indent(look)}{LISTEN.format(seconds=1)}", together=True
    )


def held(name: str, attempts: str, hold: str, look: str) -> Pair:
    """Return a pair of which the first holds something while the second looks."""
    first = TRY + hold + HOLD.format(seconds=2)
    return Pair(
        name, attempts, first, f"{TRY}def look():\n{indent(look)}{LISTEN.format(seconds=1)}", together=True
    )


def harm(name: str, attempts: str, text: str) -> Pair:
    """Return a pair of which the first tries to spoil an honest classmate's work."""
    return Pair(name, attempts, TRY + text, together=True)


def indent(text: str) -> str:
    """Return the lines as a function's body."""
    return "\n".join(f"    {line}" for line in text.strip("\n").split("\n"))


READ_ALL = """
for number in range(256):
    for read in (lambda n: os.pread(n, 64, 0), lambda n: os.pread(n, 64, os.fstat(n).st_size - 8)):
        found = attempt(read, number)
        if isinstance(found, bytes) and found: heard.append(found)"""
KEYRING = """
def key(*arguments): return libc.syscall(*arguments)
ADD, SEARCH, READ, KEYCTL = (248, 10, 11, 250) if os.uname().machine == "x86_64" else (217, 10, 11, 219)
"""

PAIRS = [
    left("descriptors", "Writes to every descriptor that is open; reads them all.",
         "for n in range(3):\n    attempt(os.pwrite, n, b'word', 0)\n    attempt(os.write, n, b'word')", READ_ALL),
    left("descriptor_position", "Moves the position of every descriptor; looks where each of them is.",
         "for n in range(3, 256):\n    attempt(os.lseek, n, 7, 0)\nfor n in range(3):\n    attempt(os.lseek, n, 128 << 20, 0)",
         "heard = [attempt(os.lseek, n, 0, 1) for n in (0, 1, 2)] + [attempt(os.write, 1, b'x')]"),
    left("descriptor_flags", "Changes the flags and the owner of every descriptor.",
         "for n in range(256):\n    attempt(fcntl.fcntl, n, 4, os.O_APPEND | os.O_NONBLOCK)\n    attempt(fcntl.fcntl, n, 10, 40)",
         "heard = [(attempt(fcntl.fcntl, n, 3), attempt(fcntl.fcntl, n, 11)) for n in (0, 1, 2)]"),
    left("open_file_of_the_setup", "Reads on in a file that the set-up has left open.",
         "rows.read()", "heard.append(rows.read())"),
    left("keyring", "Leaves a word in the session's and the user's keyring.",
         KEYRING + "for ring in (-3, -4, -5):\n    key(ADD, b'user', b'red-team', b'word', 4, ring)",
         KEYRING + "room = ctypes.create_string_buffer(9)\nfor ring in (-3, -4, -5):\n"
                   "    found = key(KEYCTL, SEARCH, ring, b'user', b'red-team', 0)\n"
                   "    heard.append((found > 0, key(KEYCTL, READ, found, room, 9) > 0, room.value))"),
    left("shared_memory_of_the_setup", "Writes into memory that the set-up has mapped as shared.",
         "arena[:4] = b'word'", "heard.append(bytes(arena[:4]))"),
    left("folders", "Leaves files in every folder that can be written to.",
         "for folder in ('.', '/tmp', '/dev/shm', '/dev', '/proc', '/', '/assignment', '/home', os.path.dirname(np.__file__)):\n"
         "    attempt(os.chmod, folder, 0o777)\n    attempt(lambda: open(f'{folder}/red-team', 'w').write('word'))",
         "heard = [glob.glob(f'{folder}/red-team') for folder in ('.', '/tmp', '/dev/shm', '/dev', '/proc', '/', '/assignment')]"),
    left("times_of_files", "Reads files, of which the time of the last access is kept.",
         f"time.sleep(0.05)\nfor path in {SHARED}:\n    attempt(lambda: open(path).read())\n    attempt(os.utime, path)",
         f"heard = [(os.stat(path).st_atime_ns, os.stat(path).st_mtime_ns) for path in {SHARED} if path != '/dev/null']"),
    left("hints_of_files", "Leaves a hint with a file, as for how long what is written will be kept.",
         f"for path in {SHARED}:\n    attempt(lambda: fcntl.fcntl(os.open(path, os.O_RDONLY), 1036, struct.pack('Q', 3)))",
         f"for path in {SHARED}:\n    heard.append(attempt(lambda: fcntl.fcntl(os.open(path, os.O_RDONLY), 1035, bytes(8))))"),
    left("system_v", "Leaves shared memory, semaphores and message queues of System V and POSIX.",
         "segment = libc.shmget(0x5eed, 4096, 0o1666)\nlibc.semget(0x5eed, 1, 0o1666)\nlibc.msgget(0x5eed, 0o1666)\n"
         "ctypes.CDLL('librt.so.1').mq_open(b'/red-team', os.O_CREAT | os.O_RDWR, 0o666, None)",
         "heard = [libc.shmget(0x5eed, 4096, 0) >= 0, libc.semget(0x5eed, 1, 0) >= 0, libc.msgget(0x5eed, 0) >= 0,\n"
         "         ctypes.CDLL('librt.so.1').mq_open(b'/red-team', os.O_RDWR) >= 0]"),
    left("names", "Changes the host's name, its own, its priority and its limits.",
         "libc.sethostname(b'word', 4)\nattempt(socket.sethostname, 'word')\nlibc.prctl(15, b'word')\n"
         "attempt(os.setpriority, os.PRIO_USER, 0, 19)\nattempt(os.setpriority, os.PRIO_PGRP, 0, 19)",
         "heard = [socket.gethostname(), os.getpriority(os.PRIO_PROCESS, 0)]"),
    held("terminal", "Opens a terminal of its own, into which the other one writes.",
         "end, other = attempt(os.openpty) if not isinstance(attempt(os.openpty), str) else (None, None)\n"
         "if end is not None: os.write(end, b'word\\n')",
         "return [attempt(lambda: os.read(os.open(path, os.O_RDWR | os.O_NONBLOCK), 9)) for path in glob.glob('/dev/pts/[0-9]*')]"),
    held("locks_on_files", "Locks files that all submissions read.",
         f"kept = [os.open(path, os.O_RDONLY) for path in {SHARED}]\nfor n in kept: attempt(fcntl.flock, n, fcntl.LOCK_EX)",
         f"kept = [os.open(path, os.O_RDONLY) for path in {SHARED}]\n"
         "found = [attempt(fcntl.flock, n, fcntl.LOCK_EX | fcntl.LOCK_NB) for n in kept]\nfor n in kept: os.close(n)\nreturn found"),
    held("locks_on_records", "Locks records of files that all submissions read, for reading.",
         f"kept = [os.open(path, os.O_RDONLY) for path in {SHARED}]\n"
         "for n in kept:\n    attempt(fcntl.lockf, n, fcntl.LOCK_SH | fcntl.LOCK_NB, 1, 5)\n"
         "    attempt(fcntl.fcntl, n, 37, struct.pack('hhqqi4x', 0, 0, 9, 1, 0))",
         "record = struct.pack('hhqqi4x', 1, 0, 5, 9, 0)\n"
         f"return [attempt(lambda: fcntl.fcntl(os.open(path, os.O_RDONLY), how, record)) for path in {SHARED} for how in (5, 36)]"),
    held("leases", "Takes leases on files that all submissions read.",
         f"for path in {SHARED}:\n    attempt(lambda: fcntl.fcntl(os.open(path, os.O_RDONLY), 1024, 0))",
         f"return [attempt(lambda: fcntl.fcntl(os.open(path, os.O_RDONLY), 1025)) for path in {SHARED}]"),
    told("watched_files", "Opens files that the other one watches.",
         f"for path in {SHARED}: open(path).close()",
         "if not heard:\n    globals()['watch'] = libc.inotify_init1(os.O_NONBLOCK)\n"
         "    for path in ('/assignment', os.path.dirname(np.__file__)): libc.inotify_add_watch(watch, path.encode(), 0xfff)\n"
         "    return attempt(os.read, watch, 1)\nreturn attempt(lambda: len(os.read(watch, 999)) > 0)"),
    told("notes_of_changes", "Opens folders of which the other one asks to be told.",
         "os.listdir('/assignment'); open('/assignment/rows.csv').read()",
         "signal.signal(signal.SIGIO, lambda *a: heard.append('told'))\n"
         "fcntl.fcntl(os.open('/assignment', os.O_RDONLY), 1026, 0x80000001)"),
    told("sockets", "Sends datagrams to names and addresses of this machine.",
         "one = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\nfor name in ('\\0red-team', '/tmp/red-team', '/dev/shm/red-team'):\n"
         "    attempt(one.sendto, b'word', name)\n"
         "attempt(lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b'word', ('127.0.0.1', 7411)))\n"
         "attempt(lambda: socket.socket(40, socket.SOCK_DGRAM).sendto(b'word', (1, 7411)))",
         "if not heard:\n    ears = globals()['ears'] = []\n"
         "    for family, name in ((1, '\\0red-team'), (1, '/tmp/red-team'), (1, '/dev/shm/red-team'), (2, ('127.0.0.1', 7411)), (40, (1, 7411))):\n"
         "        try:\n            ear = socket.socket(family, socket.SOCK_DGRAM)\n            ear.bind(name)\n            ear.setblocking(False)\n"
         "            ears.append(ear)\n        except OSError:\n            pass\n"
         "return [attempt(ear.recv, 9) for ear in ears]"),
    told("signals", "Sends signals to every process that it can name.",
         "for number in range(2, 400):\n    if number != os.getpid(): attempt(os.kill, number, signal.SIGUSR1)\nattempt(os.kill, -1, signal.SIGUSR1)",
         "signal.signal(signal.SIGUSR1, lambda *a: heard.append('signal'))"),
    held("requests_in_advance", "Uses up the machine's contexts for asynchronous input and output.",
         "CALL = 206 if os.uname().machine == 'x86_64' else 0\n"
         "contexts = [ctypes.c_ulong() for _ in range(4000)]\nfor one in contexts: libc.syscall(CALL, 1000, ctypes.byref(one))",
         "one = ctypes.c_ulong()\nfound = libc.syscall(206 if os.uname().machine == 'x86_64' else 0, 1000, ctypes.byref(one))\n"
         "libc.syscall(207 if os.uname().machine == 'x86_64' else 1, one)\nreturn found"),
    held("pipes_of_the_user", "Holds so many pipes that another one of the same user gets a smaller one.",
         "import resource\nfor _ in range(20):\n    if os.fork() == 0:\n        kept = []\n"
         "        while not isinstance(one := attempt(os.pipe), str): kept.append(one)\n        time.sleep(4); os._exit(0)",
         "ends = os.pipe()\nsize = fcntl.fcntl(ends[0], 1032)\nfor one in ends: os.close(one)\nreturn size"),
    harm("spinning_children", "Computes in forty children.",
         "for _ in range(40):\n    if os.fork() == 0:\n        end = time.time() + 100\n        while time.time() < end: pass\n"
         "        os._exit(0)\ntime.sleep(100)"),
    harm("spinning_sessions", "Computes in forty children that lead sessions and groups of their own.",
         "for _ in range(40):\n    if os.fork() == 0:\n        attempt(os.setsid)\n        signal.signal(signal.SIGCHLD, signal.SIG_IGN)\n"
         "        end = time.time() + 100\n        while time.time() < end: pass\n        os._exit(0)\ntime.sleep(100)"),
    harm("memory_and_processes", "Takes all the memory and processes that it can.",
         "kept = []\nfor _ in range(4):\n    if os.fork() == 0:\n        libc.prctl(4, 0)\n        while True: kept.append(bytearray(b'x' * (1 << 24)))\n"
         "time.sleep(3)"),
    harm("endless_restarts", "Ends its process again and again, and late.",
         "end = time.time() + 0.1\nwhile time.time() < end: pass\nos._exit(0)"),
    harm("disks", "Asks for all that is in memory to be written to disks, without end.",
         "end = time.time() + 1\nwhile time.time() < end: os.sync()"),
]  # fmt: skip
