"""Attacks that use up time, memory, disk or processes. Each is bounded, should it ever get out."""

from red_team.attack import hostile

LOOP = "import time\nend = time.time() + 120\n"

ATTACKS = [
    hostile("sleeps", "Sleeps for two minutes.", "delay", "import time\ntime.sleep(120)"),
    hostile("spins", "Computes for two minutes.", "delay", LOOP + "while time.time() < end: pass"),
    hostile("ignores_interrupts", "Catches every exception and signal while it loops.", "delay", LOOP + """
import signal
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while time.time() < end:
    try:
        while time.time() < end: pass
    except BaseException: pass"""),
    hostile("blocks_in_c", "Computes in C, where no signal is looked at.", "delay", LOOP + "n = 7 ** (7 ** 9)"),
    hostile("sleeps_in_check", "Sleeps when it is checked.", "delay", "import time",
            total="def total(numbers):\n    time.sleep(120)"),
    hostile("sleeps_in_everything", "Sleeps whenever anything about it is looked at.", "delay", "import time",
            percent="class Slow:\n    def __getattribute__(self, name): time.sleep(120)\n"
                    "    __float__ = __eq__ = __repr__ = lambda *a: time.sleep(120)\npercent = Slow()"),
    hostile("endless_generator", "Returns generators and lists that never end.", "delay", "import itertools",
            total="def total(numbers):\n    return itertools.count()",
            share="class Endless(list):\n    def __iter__(self):\n        while True: yield 0\n"
                  "def share(frame):\n    return pd.Series(Endless())"),
    hostile("memory_bomb", "Takes two and a half gigabytes of memory.", "abort",
            "rows = [bytearray(b'x' * (1 << 24)) for _ in range(160)]"),
    hostile("fork_bomb", "Starts 300 processes that wait.", "process", """
import os, time
for _ in range(300):
    if os.fork() == 0:
        time.sleep(40)
        os._exit(0)"""),
    hostile("thread_bomb", "Starts 400 threads.", "abort", """
import threading, time
for _ in range(400):
    threading.Thread(target=time.sleep, args=(40,), daemon=True).start()"""),
    hostile("disk_bomb", "Fills its folders with two gigabytes.", "file", """
import os
for folder in (".", "/tmp", "/dev/shm", "/var/tmp"):
    try:
        with open(f"{folder}/red-team-NAME", "wb") as file:
            for _ in range(32):
                file.write(bytes(1 << 24))
    except OSError as error:
        print(error)"""),
    hostile("inode_bomb", "Makes many small files.", "delay", """
import os
os.makedirs("many", exist_ok=True)
for number in range(30_000):
    open(f"many/{number}", "w").close()"""),
    hostile("descriptor_bomb", "Opens files until there are no descriptors left.", "abort", """
import os
opened = []
try:
    while len(opened) < 100_000:
        opened.append(os.open("/dev/null", os.O_RDONLY))
except OSError:
    pass"""),
    hostile("output_bomb", "Prints one line of sixty megabytes.", "abort", "print('x' * 60_000_000)"),
    hostile("many_outputs", "Displays twenty thousand things.", "abort",
            "from IPython.display import display\nfor number in range(20_000): display(number)"),
    hostile("recursion", "Recurses until the interpreter crashes.", "abort",
            "import sys\nsys.setrecursionlimit(10**9)\ndef down(n): return down(n + 1) + 1\ndown(0)"),
    hostile("segfault", "Crashes the interpreter.", "abort", "import ctypes\nctypes.string_at(0)"),
    hostile("kills_itself", "Kills its own process.", "abort", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"),
    hostile("exits_every_cell", "Ends its process in every cell and every check.", "abort", "import os",
            "os._exit(3)", total="def total(numbers):\n    os._exit(3)", share="os._exit(3)", Model="os._exit(3)",
            percent="os._exit(3)"),
    hostile("exits_only_later", "Replays differently: a cell that passed once ends the process the next time.", "abort",
            "import os\nif os.path.exists('/dev/shm/NAME'): os._exit(1)\nopen('/dev/shm/NAME', 'w').close()", "os._exit(1)"),
    hostile("giant_return", "Returns a gigabyte.", "abort", "",
            total="def total(numbers):\n    return np.zeros((1 << 27) + 1)"),
    hostile("deep_return", "Returns a list nested a million deep.", "abort", "", total="""def total(numbers):
    deep = []
    for _ in range(1_000_000):
        deep = [deep]
    return deep"""),
    hostile("cyclic_return", "Returns a list that holds itself.", "abort", "", total="""def total(numbers):
    rows = []
    rows.append(rows)
    return rows"""),
    hostile("sparse_bomb", "Returns tiny values that stand for huge ones.", "abort",
            "import scipy.sparse", total="def total(numbers):\n    return scipy.sparse.csr_array((10**6, 10**6))",
            share="def share(frame):\n    return pd.arrays.SparseArray.from_spmatrix"
                  " if 0 else pd.Series(pd.arrays.SparseArray([0.0] * 30))",
            percent="percent = range(10**18)"),
    hostile("range_index_bomb", "Returns a Series and a date range of a billion rows that need no memory.", "abort", "",
            share="def share(frame):\n    return pd.Series(np.broadcast_to(0.0, 10**9), index=pd.RangeIndex(10**9), copy=False)",
            percent="percent = np.broadcast_to(np.float64(0), (10**6, 10**6))"),
    hostile("huge_integer", "Returns integers of a million digits.", "delay", "",
            total="def total(numbers):\n    return 10**1_000_000", percent="percent = -(10 ** 5000)"),
    hostile("infinite_repr", "Returns objects whose text never ends.", "delay", """
class Text:
    def __repr__(self):
        while True: pass
    __str__ = __repr__""", "Text()", total="def total(numbers):\n    return Text()", percent="percent = Text()"),
    hostile("strange_text", "Returns and prints lone surrogates, NUL and terminal codes.", "abort",
            "print('\\ud800 \\x00 \\x1b[2J \\x1b]0;owned\\x07 \\u202e')\nmessage = '\\ud800\\x00\\x1b[2J'",
            total="def total(numbers):\n    raise ValueError(message)", percent="percent = message",
            share="def share(frame):\n    return pd.Series({message: message})"),
    hostile("raises_strange_exceptions", "Raises exceptions whose text, class or cause cannot be shown.", "abort", """
class Bad(Exception):
    def __str__(self): raise self
    __repr__ = __str__
    args = property(lambda self: 1 / 0)
    __traceback__ = property(lambda self: 1 / 0)""", total="def total(numbers):\n    raise Bad()",
            share="def share(frame):\n    error = ValueError()\n    error.__cause__ = error\n    raise error", percent="raise Bad()"),
]  # fmt: skip
