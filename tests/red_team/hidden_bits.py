"""How much a submission can tell its author of hidden data: bits for each hidden check, over every channel.

    cd tests && python -m red_team.hidden_bits

The same hostile submission is graded with hidden data that hold one byte or another. What its author receives may
differ in one thing, the hidden checks' results, and the number of different results bounds what they carry.
"""

import json
import math
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from autograder.confinement.image import Setting, Source
from autograder.confinement.sandbox import Limits
from autograder.grading.assignment import Cell, Notebook
from autograder.grading.classroom import make_job
from autograder.grading.reading import Submitted
from autograder.grading.run import grade_notebook

LIMITS = Limits(cell=3, submission=20, memory=1 << 30)
SETUP = "import numpy as np\nimport pandas as pd"
CHECK = 'assert answer(1) == 9, f"answer(1) is not {answer(1)}"'
# What a careless author may write, quoting all there is; BYTE is the hidden byte.
HIDDEN = """
with_byte = 1000 + BYTE
result = answer(with_byte)
assert isinstance(result, int), f"return a whole number, not {result!r}"
assert result >= 0, "a negative number came back: " + str(result)
assert result < 10**6, "the number is too large"
np.testing.assert_array_less(result, 10**5, err_msg="much too large")
assert result == 9 * with_byte, f"{result} is wrong for a number that is not shown"
"""
OWN_MESSAGES = 4  # of HIDDEN, as its author wrote them, and that a check does not hold
ENDS = 5  # of a check with any answer: passed, not usable, error, too slow, too large


@dataclass(frozen=True)
class Channel:
    """A way to tell the byte.

    Attributes
    ----------
    name : of the channel
    answer : the text of the answer cell; the byte is `x - 1000` in a hidden check
    later : the text of a cell below it
    bytes_tried : the hidden bytes
    """

    name: str
    answer: str
    later: str = ""
    bytes_tried: tuple[int, ...] = (0, 1, 255)


def answering(line: str) -> str:
    """Return an answer that does this with the hidden byte, `b`, and returns something wrong."""
    return f"import os, sys, time, warnings\nseen = []\ndef answer(x):\n    b = x - 1000\n    if b < 0: return 9\n    {line}\n    return 0"


KEEP = "seen.append(b); open('kept', 'a').write(str(b)); globals().update(kept=b)"
NAMES = "[n for n, c in sorted(vars(__import__('builtins')).items()) if isinstance(c, type) and issubclass(c, Exception)]"
CHANNELS = [
    Channel("name of a builtin exception", answering(f"names = {NAMES}; raise getattr(__import__('builtins'), names[b % len(names)])('x')"), bytes_tried=tuple(range(0, 66, 8))),
    Channel("name of a library's exception", answering("raise [pd.errors.EmptyDataError, np.linalg.LinAlgError, pd.errors.MergeError, KeyError][b % 4]")),
    Channel("name of an exception of one's own", answering("raise type(f'E{b}', (Exception,), {})()")),
    Channel("text of an exception", answering("raise ValueError(b)")),
    Channel("an assertion of one's own", answering("raise AssertionError(f'return a whole number, not {b}')")),
    Channel("exception attributes", answering("e = KeyError('x'); e.name = e.b = b; e.add_note(str(b)); raise e")),
    Channel("not implemented", answering("raise NotImplementedError(str(b)) if b % 2 else ValueError")),
    Channel("system exit", answering("sys.exit(b)")),
    Channel("exit status", answering("os._exit(b)")),
    Channel("signal", answering("os.kill(os.getpid(), [9, 11, 6, 15, 4, 24][b % 6])")),
    Channel("memory error", answering("raise MemoryError(b) if b % 2 else ValueError")),
    Channel("memory used up", answering("hold = bytearray(1 << 34) if b % 2 else 0"), bytes_tried=(0, 1)),
    Channel("time used up", answering("time.sleep(60 * (b % 2))"), bytes_tried=(0, 1)),
    Channel("time taken", answering("time.sleep(b / 400)")),
    Channel("a wrong number that is quoted", answering("return b")),
    Channel("a negative number", answering("return -1 - b")),
    Channel("a number that is too large", answering("return (10 ** 5 + b) * 10 ** (b % 2)")),
    Channel("text that is quoted", answering("return f'text {b}'")),
    Channel("another one of the check's texts", answering("return ['the number is too large', 'much too large', 'x', 4.5][b % 4]")),
    Channel("type that is quoted", answering("return [b, {b}, (b,), np.zeros(b), pd.Series([b])][b % 5]")),
    Channel("representation of an object", answering("return type('T', (), {'__repr__': lambda s: f'r{b}'})()")),
    Channel("name of a class", answering("return type(f'C{b}', (), {})()")),
    Channel("representation that raises", answering("return type('T', (), {'__repr__': lambda s: 1 / (b % 2)})()")),
    Channel("an object that compares", answering("return type('T', (int,), {'__lt__': lambda s, o: b % 2 == 0, '__eq__': lambda s, o: b % 2 == 0})(b)")),
    Channel("right or wrong", answering("return 9 * x if b % 2 else 0")),
    Channel("what is printed", answering("print(b); print(b, file=sys.stderr); os.write(1, b'%d' % b); os.write(2, b'%d' % b)")),
    Channel("warnings", answering("warnings.warn(str(b))")),
    Channel("what is displayed", answering("from IPython.display import display; [display(b) for _ in range(b)]")),
    Channel("arguments changed", answering("x = b; seen[:] = [b]")),
    Channel("the answer deleted", answering("b % 2 and globals().pop('answer')")),
    Channel("threads that go on", answering("import threading; threading.Timer(0.1, lambda: os._exit(b)).start()")),
    Channel("children that go on", answering("os.fork() == 0 and (time.sleep(0.2), print(b), os._exit(b))")),
    Channel("a later cell prints", answering(KEEP), "print(seen, globals().get('kept'), os.listdir('.'))"),
    Channel("a later cell raises", answering(KEEP), "if seen: raise type(f'E{seen[0]}', (Exception,), {})(seen)"),
    Channel("a later cell ends the process", answering(KEEP), "if seen: os._exit(seen[0])"),
    Channel("a later cell is slow", answering(KEEP), "if seen: time.sleep(60 * (seen[0] % 2))", bytes_tried=(0, 1)),
    Channel("a later cell defines another answer", answering(KEEP), "if seen and seen[0] % 2: del second"),
    Channel("a later answer", answering(KEEP), "def second(x):\n    if seen: raise [ValueError, KeyError, MemoryError][seen[0] % 3](seen)\n    return x"),
    Channel("a later answer ends the process", answering(KEEP), "def second(x):\n    if seen: os._exit(seen[0])\n    return x"),
    Channel("a file after a restart", answering(KEEP + "; os._exit(0)"), "print(os.listdir('.'), os.path.exists('kept'))"),
    Channel("the number of restarts", answering("os._exit(0) if len(seen) < b else 0"), "if seen: os._exit(0)"),
]  # fmt: skip


def notebook(byte: int) -> Notebook:
    """Return the notebook whose hidden check hands over this byte."""
    hidden = HIDDEN.replace("BYTE", str(byte))
    cells = (
        Cell("setup", "locked", "code", SETUP, SETUP),
        Cell("answer", "answer", "code", "def answer(x): return 9 * x", ""),
        Cell("answer_check", "check", "code", CHECK, CHECK, 1.0),
        Cell("answer_hidden", "check", "code", hidden, "", 1.0, hidden=True),
        Cell("second", "answer", "code", "def second(x): return x", ""),
        Cell("second_check", "check", "code", "assert second(2) == 2", "assert second(2) == 2", 1.0),
        Cell(
            "second_hidden", "check", "code", "assert second(3) == 3, 'another number'", "", 1.0, hidden=True
        ),
    )
    return Notebook("bits", cells, frozenset(["answer", "second"]))


def results(channel: Channel, source: Source) -> Iterator[tuple[dict[str, tuple], str]]:
    """Grade the channel's submission with each byte; yield what hidden checks say, and everything else as text."""
    second = channel.later if "def second" in channel.later else f"def second(x): return x\n{channel.later}"
    for byte in channel.bytes_tried:
        submitted = Submitted({"answer": channel.answer, "second": second}, {}, ())
        result = grade_notebook(make_job(notebook(byte), submitted), source, LIMITS)
        del (
            result["seconds"],
            result["stopped"],
        )  # which nobody but `verify` and the author's own check are told
        hidden = {one["name"]: one for one in result["checks"] if one["hidden"]}
        result["checks"] = [one for one in result["checks"] if not one["hidden"]]
        said = {name: (one["outcome"], one["message"], one["score"]) for name, one in hidden.items()}
        yield said, json.dumps(result)


def measure() -> tuple[dict[str, set[tuple]], list[str]]:
    """Return every result that each hidden check was brought to, and the channels on which anything else varies."""
    said: dict[str, set[tuple]] = {}
    leaks = []
    with tempfile.TemporaryDirectory() as files:
        source = Source(Setting((("setup", SETUP),), Path(files), limits=LIMITS))
        try:
            with ThreadPoolExecutor(2) as pool:
                graded = list(pool.map(lambda channel: list(results(channel, source)), CHANNELS))
        finally:
            source.close()
    for channel, found in zip(CHANNELS, graded, strict=True):
        for hidden, _ in found:
            for name, one in hidden.items():
                said.setdefault(name, set()).add(one)
        if len({other for _, other in found}) > 1:
            leaks.append(channel.name)
    return said, leaks


def main() -> None:
    """Print the figures."""
    said, leaks = measure()
    for name, different in said.items():
        print(f"{name}: {len(different)} different results, {math.log2(len(different)):.1f} bits")
        for one in sorted(different):
            print("  ", *one)
    print(f"anything else varies: {', '.join(leaks) or 'nowhere'}, of {len(CHANNELS)} channels")


if __name__ == "__main__":
    main()
