"""Attacks on the line between the learner's process and whatever judges it."""

from red_team.attack import hostile

FIND = """
import gc, os, socket, struct, sys
def found(name):
    return [thing for thing in gc.get_objects() if type(thing).__name__ == name]
def peer():
    for thing in found("Peer"):
        return thing
    raise LookupError("there is no peer here")
def message(*content):
    from autograder.crossing.values import encode
    data = encode(list(content))
    return struct.pack("!i", len(data)) + data
def sockets():
    for number in range(3, 256):
        try:
            if not sys.stdin or number != sys.stdin.fileno():
                os.fstat(number)
                yield number
        except (OSError, ValueError):
            pass
"""
PATCH = """
try:
    one = peer()
    from autograder.crossing.values import encode
    {}
except (LookupError, ImportError) as error:
    print(error)
"""


def patched(name: str, attempts: str, body: str, kind: str = "points", **texts: str):
    """Return an attack whose `body` works on `one`, the learner's end of the line."""
    body = body.strip().replace("\n", "\n    ")
    return hostile(name, attempts, kind, FIND + PATCH.format(body), **texts)


ATTACKS = [
    patched("replies_for_everything", "Answers each request of the judge with true.", """
one._serve = lambda *a: one._send("value", encode(True), {})"""),
    patched("replies_twice", "Sends each reply twice, so that the second answers the next question.", """
send = one._send
def twice(*a):
    send(*a)
    send("value", encode(5), {})
one._send = twice"""),
    patched("replies_before_asked", "Sends right replies ahead of the questions.", """
for value in [5, 3, True, 1.0] * 10:
    one._send("value", encode(value), {})"""),
    patched("changes_any_argument", "Claims that arguments have changed that the answer never got.", """
send = one._send
def lie(kind, *content):
    if kind == "value":
        content = (content[0], {0: encode([]), 1: encode(0), "y": encode(0), "self": encode(0), -1: encode([])})
    send(kind, *content)
one._send = lie"""),
    patched("changes_labels_back", "Claims that the labels handed to fit became zeros in place.", """
import numpy as np
send, serve = one._send, one._serve
def lie(operation, sent, named):
    sizes = {}
    for place, data in list(enumerate(sent)) + list(named.items()):
        value = one._decode(data)
        if isinstance(value, np.ndarray):
            sizes[place] = encode(np.zeros_like(value))
    def change(kind, *content):
        send(kind, content[0], sizes) if kind == "value" else send(kind, *content)
    one._send = change
    serve(operation, sent, named)
    one._send = send
one._serve = lie"""),
    patched("calls_back", "Calls the judge's own objects by number.", """
for number in range(-5, 20):
    try:
        print("callback", number, one.request("call", number))
    except Exception as error:
        print(type(error).__name__, str(error)[:80])""", "leak"),
    patched("asks_for_judges_operations", "Asks the judge to fetch, run and store.", """
for what in ["fetch", "run", "getattr", "store", "__call__", "do_check", "hello", "vars", "_call_export"]:
    for arguments in [("expected",), ("x", "print(1)"), ("expected", 0), ()]:
        try:
            print(what, one.request(what, *arguments))
        except Exception as error:
            print(type(error).__name__, str(error)[:80])"""),
    patched("describes_judges_objects", "Describes its answers as objects that belong to the judge.", """
class Thing: pass
refer, count = one._refer, [0]
def lie(value):
    count[0] += 1
    return {"yours": -(count[0] % 3)}
one._refer = lie""", total="def total(numbers):\n    return Thing()"),
    patched("describes_builtin_types", "Describes its answers as instances of types that are compared by value.", """
class Thing: pass
def lie(value):
    return {"id": 7, "type": ["builtins", "bool"], "special": ["__eq__", "__bool__", "__hash__", "__array__",
            "__class__", "__instancecheck__", "__float__", "__sub__", "__add__", "__call__", "__len__"]}
one._refer = lie""", total="def total(numbers):\n    return Thing()", percent="percent = Thing()"),
    patched("describes_strange_classes", "Describes classes that inherit from the judge's own machinery.", """
class Thing: pass
def lie(value):
    return {"id": 9, "name": "Lie", "library": [], "exception": True, "bases": [["builtins", "BaseException"],
            ["autograder.crossing.remote", "RemoteType"], ["abc", "ABCMeta"], ["unittest.mock", "MagicMock"]]}
one._refer = lie""", total="def total(numbers):\n    return Thing()", percent="percent = Thing()"),
    patched("revives_control_flow", "Sends exceptions whose kind steers the judge instead of failing it.", """
kinds = [StopIteration, KeyError, SystemExit, GeneratorExit, MemoryError, NameError, AttributeError]
def lie(error):
    kinds.append(kinds.pop(0))
    return {"kind": kinds[0], "args": ["x"], "attributes": {"__class__": int, "learner": None}, "text": "", "memory": 0}
one._describe = lie""", total="def total(numbers):\n    raise ValueError"),
    patched("revives_peer_lost", "Sends an exception of the grader's own, which would restart the notebook.", """
from autograder.crossing import channel
def lie(error):
    return {"kind": channel.PeerLost, "args": [], "attributes": {}, "text": "", "memory": False}
one._describe = lie""", total="def total(numbers):\n    raise ValueError"),
    patched("hides_name", "Makes names look undefined, so that the judge's own ones would be used.", """
operations = one._operations
operations["fetch"] = lambda name: (_ for _ in ()).throw(KeyError(name))"""),
    patched("forged_run_reply", "Replies to 'run this cell' with strange outputs and errors.", """
one._operations["run"] = lambda name, source: {"error": None, "memory": 0, "outputs": [
    {"output_type": "display_data", "data": {"text/html": "<script>alert(1)</script>"}}, {"output_type": 5}, 7]}""",
            "script"),
    patched("wrong_run_reply", "Replies to 'run this cell' with things that are not replies.", """
strange = [None, 5, "x", [], {"error": 5, "memory": 1, "outputs": {"a": float("nan")}}, {"outputs": 3}]
def run(name, source):
    strange.append(strange.pop(0))
    return strange[0]
one._operations["run"] = run""", "abort"),
    patched("garbage_messages", "Sends bytes that are no messages.", """
import os
for data in [b"", b"\\x00" * 16, b"\\xff" * 64, os.urandom(500), b"\\x08" + b"\\x00" * 7 + b'[["list"'] * 4:
    one._connection.send_bytes(data)""", "abort"),
    patched("giant_header", "Announces a message of two gigabytes and sends nothing.", """
import os, struct
os.write(one._connection.fileno(), struct.pack("!i", 2**31 - 1))""", "abort"),
    patched("negative_length", "Announces a message of negative length, then one of 2**62 bytes.", """
import os, struct
os.write(one._connection.fileno(), struct.pack("!iQ", -1, 2**62))""", "abort"),
    patched("trickle", "Sends one reply byte by byte and never ends it.", """
import os, struct, time
def trickle(*a):
    os.write(one._connection.fileno(), struct.pack("!i", 100000))
    while True:
        os.write(one._connection.fileno(), b"x")
        time.sleep(0.2)
one._serve = trickle""", "delay"),
    patched("closes_line", "Closes its end of the line.", "one._connection.close()", "abort"),
    patched("endless_questions", "Asks the judge without end instead of answering.", """
def ask(*a):
    while True:
        try:
            one.request("call", 0)
        except Exception:
            pass
one._serve = ask""", "delay"),
    patched("recursive_questions", "Lets a callback call the answer that calls the callback.", """
def deep(*a):
    one.request("hello")
one._operations["fetch"] = deep""", "abort"),
    patched("deep_reply", "Replies with lists nested a hundred thousand deep.", """
data = b"[" * 100_000 + b"]" * 100_000
one._serve = lambda *a: one._connection.send_bytes(len(data).to_bytes(8, "little") + data)""", "abort"),
    patched("lying_shapes", "Replies with an array that claims a shape of terabytes.", """
header = b'["list","value",["bytes",80],["dict",[],[]]]'
inner = b'["ndarray","<f8",[1000000,1000000]]'
inner = len(inner).to_bytes(8, "little") + inner
header = header.replace(b"80", str(len(inner)).encode()).replace(b'["list",', b'["list",[').replace(b"]]]", b"]]]]")
one._serve = lambda *a: one._connection.send_bytes(len(header).to_bytes(8, "little") + header + inner)""", "abort"),
    hostile("writes_every_descriptor", "Writes plausible replies to every open file descriptor.", "points", FIND + """
try:
    from autograder.crossing.values import encode
    forged = message("value", encode(5), {})
except ImportError:
    forged = b'{"outcome": "passed", "score": 14}'
for number in sockets():
    try:
        os.set_blocking(number, False)
        os.write(number, forged * 20)
    except OSError:
        pass"""),
    hostile("closes_every_descriptor", "Closes every open file descriptor.", "abort", "import os\nos.closerange(0, 256)"),
    hostile("swaps_descriptors", "Puts a socket of its own in the place of every descriptor.", "points", """
import os, socket
mine, other = socket.socketpair()
for number in range(3, 64):
    if number not in (mine.fileno(), other.fileno()):
        try:
            os.fstat(number)
            os.dup2(mine.fileno(), number)
        except OSError:
            pass"""),
    hostile("two_processes_answer", "Forks, and answers from both processes.", "points", """
import os
if os.fork() == 0:
    for thing in __import__("gc").get_objects():
        if type(thing).__name__ == "Peer":
            thing._connection._handle = 3
            thing._operations["fetch"] = lambda name: 50.0"""),
]  # fmt: skip
