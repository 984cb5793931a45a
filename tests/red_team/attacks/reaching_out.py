"""Attacks that leave their process: network, files, processes, classmates' marks."""

from red_team.attack import hostile

RUN = "import os, subprocess, sys\n"

ATTACKS = [
    hostile("tcp", "Sends data to a port of the machine.", "network",
            "import socket\ns = socket.create_connection(('127.0.0.1', PORT), 2)\ns.sendall(b'NAME')"),
    hostile("udp", "Sends datagrams to a port of the machine.", "network",
            "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.sendto(b'NAME', ('127.0.0.1', PORT))"),
    hostile("abstract_socket", "Sends data to a socket that has no file.", "network",
            "import socket\ns = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\ns.sendto(b'NAME', '\\0red-team-PORT')"),
    hostile("http", "Fetches a page with a library.", "network",
            "from urllib.request import urlopen\nurlopen('http://127.0.0.1:PORT/NAME', timeout=2)"),
    hostile("table_by_network", "Lets pandas read from the network while it is checked.", "network", "",
            share="def share(frame):\n    return pd.read_csv('http://127.0.0.1:PORT/NAME')"),
    hostile("daemon", "Leaves a process behind.", "process", RUN + """
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", "red-team-NAME"], start_new_session=True,
                 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)"""),
    hostile("double_fork", "Leaves a process behind that nobody is the parent of.", "process", RUN + """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 256)
        os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(60)", "red-team-NAME"])
    os._exit(0)"""),
    hostile("namespaces", "Enters new user namespaces, in which it is root, and mounts.", "file", RUN + """
print(subprocess.run(["unshare", "-Urm", "sh", "-c", "mount -t tmpfs x /mnt; touch /tmp/red-team-NAME ~/red-team-NAME"],
                     capture_output=True, text=True))"""),
    hostile("marker_files", "Writes files wherever it may.", "file", """
import os
for folder in ("/tmp", "/dev/shm", "/var/tmp", os.path.expanduser("~"), "../../..", "../..", "/", "/assignment"):
    try:
        open(f"{folder}/red-team-NAME", "w").close()
    except OSError:
        pass"""),
    hostile("plants_modules", "Writes into Python's start-up files.", "file", """
import os, site, sys
for folder in (site.getusersitepackages(), os.path.expanduser("~/.ipython/profile_default/startup"),
               os.path.expanduser("~/.jupyter")):
    try:
        os.makedirs(folder, exist_ok=True)
        open(f"{folder}/red-team-NAME.py", "w").close()
    except OSError:
        pass"""),
    hostile("rewrites_source", "Empties the checks in source/.", "file", """
import glob, json
for path in glob.glob("../../../source/*/*.ipynb") + glob.glob("../../../../source/*/*.ipynb"):
    notebook = json.load(open(path))
    for cell in notebook["cells"]:
        if "hidden" in cell["metadata"].get("nbgrader", {}).get("grade_id", ""):
            cell["source"] = ""
    json.dump(notebook, open(path, "w"))"""),
    hostile("rewrites_config", "Adds a line to the course's configuration.", "file", """
import glob
for path in glob.glob("../" * 3 + "nbgrader_config.py") + glob.glob("../" * 4 + "nbgrader_config.py"):
    open(path, "a").write("\\n# red-team-NAME\\n")"""),
    hostile("rewrites_gradebook", "Gives everybody else 0 points in the gradebook.", "classmate", """
import glob, sqlite3
for path in glob.glob("../../../gradebook.db") + glob.glob("../../../../gradebook.db"):
    with sqlite3.connect(path, timeout=2) as book:
        book.execute("update grade set auto_score = 0, manual_score = 0")"""),
    hostile("plants_trigger", "Plants a trigger in the gradebook that raises its own marks.", "points", """
import glob, sqlite3
for path in glob.glob("../../../gradebook.db"):
    with sqlite3.connect(path, timeout=2) as book:
        book.execute("create trigger more after update on grade begin update grade set auto_score = 2; end")"""),
    hostile("raises_maximum", "Raises its own mark in the gradebook.", "points", """
import glob, sqlite3, threading, time
def later():
    while True:
        for path in glob.glob("../../../gradebook.db"):
            try:
                with sqlite3.connect(path, timeout=0.1) as book:
                    book.execute("update grade set manual_score = 5, auto_score = 2")
            except sqlite3.Error:
                pass
        time.sleep(0.1)
threading.Thread(target=later, daemon=True).start()"""),
    hostile("rewrites_classmate", "Replaces what classmates have handed in.", "classmate", """
import glob
for path in glob.glob("../../../submitted/*/*/*.ipynb") + glob.glob("../../../../submitted/*/*/*.ipynb"):
    if "NAME" not in path:
        open(path, "w").write("{}")"""),
    hostile("deletes_gradebook", "Deletes the gradebook.", "classmate", """
import glob, os
for path in glob.glob("../../../gradebook.db"):
    os.remove(path)"""),
    hostile("locks_gradebook", "Keeps the gradebook locked.", "abort", """
import glob, sqlite3
kept = [sqlite3.connect(path, isolation_level=None) for path in glob.glob("../../../gradebook.db")]
for book in kept:
    book.execute("begin exclusive")"""),
    hostile("kills_everything", "Kills every process that it can see but the first.", "abort", """
import os, signal, glob
for path in glob.glob("/proc/[0-9]*"):
    number = int(path[6:])
    if number not in (1, os.getpid()):
        try:
            os.kill(number, signal.SIGKILL)
        except OSError:
            pass"""),
    hostile("kills_its_parent", "Kills its parent and its group.", "abort",
            "import os, signal\nfor n in (os.getppid(), 0):\n    try:\n        n > 1 and os.kill(n, signal.SIGKILL)\n    except OSError: pass"),
    hostile("traces_processes", "Attaches to other processes as a debugger.", "abort", """
import ctypes, glob, os
libc = ctypes.CDLL(None)
for number in [os.getppid(), *[int(path[6:]) for path in glob.glob("/proc/[0-9]*")]]:
    if number not in (1, os.getpid()):
        libc.ptrace(16, number, 0, 0)"""),
    hostile("system_v_memory", "Leaves shared memory and message queues behind.", "leak", """
import ctypes, sys
libc = ctypes.CDLL(None)
print("segments", [libc.shmget(key, 4096, 0o1666) for key in range(0x5EED, 0x5EF0)])
print(open("/proc/sysvipc/shm").read()[:500])"""),
    hostile("lowers_limits", "Raises its limits and priority.", "delay", """
import os, resource, time
for what in (resource.RLIMIT_CPU, resource.RLIMIT_NPROC, resource.RLIMIT_AS, resource.RLIMIT_FSIZE):
    try:
        resource.setrlimit(what, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except (OSError, ValueError):
        pass
try:
    os.nice(-20)
except OSError:
    pass
time.sleep(100)"""),
]  # fmt: skip
