"""The worker: runs the learner's cells and serves the judge. Nothing here is trusted by anybody.

Whatever happens in this process, the judge sees only the values that come back.
"""

import base64
import builtins
import dataclasses
import functools
import inspect
import io
import os
import sys
import traceback
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from autograder.crossing.channel import Peer
from autograder.crossing.remote import FORWARDED
from autograder.crossing.values import ValueNotAllowed, encode

MAX_OUTPUT = 200_000  # characters of text and pictures that one cell may leave in the notebook


def call(function, *arguments, **named):
    """Call it."""
    return function(*arguments, **named)


def special(name: str):
    """Return the function that calls the special method, as Python looks it up."""
    return lambda target, *arguments: getattr(type(target), name)(target, *arguments)


def write_file(path: str, content: str) -> None:
    """Write one of the learner's own files, given in base64, where their cells run."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(base64.b64decode(content))


def signature(function) -> list[tuple]:
    """Return name, kind and default (in a tuple, empty for none) of each parameter."""
    parameters = inspect.signature(function).parameters.values()
    return [(p.name, int(p.kind), () if p.default is p.empty else (p.default,)) for p in parameters]


def error_of_a_check(name: str) -> Exception:
    """Return the exception to raise here for one that a function of the check raised, of which only that is told."""
    kind = getattr(builtins, name)
    for base in kind.__mro__:
        if issubclass(base, Exception):
            with suppress(TypeError):  # this one cannot be made of nothing
                return base()
    return RuntimeError("a function of the check has ended")


class Stream(io.TextIOBase):
    """Standard output or error of a cell; keeps the beginning."""

    def __init__(self, name: str, outputs: list):
        self.name, self._outputs = name, outputs

    def writable(self) -> bool:
        """Say yes, as a stream should."""
        return True

    def write(self, text: str) -> int:
        """Keep the text unless there is too much of it already."""
        last = self._outputs[-1] if self._outputs else None
        if last is None or last.get("name") != self.name:
            last = {"output_type": "stream", "name": self.name, "text": ""}
            self._outputs.append(last)
        last["text"] += text[: max(0, MAX_OUTPUT - len(last["text"]))]
        return len(text)


class Callback:
    """A function of the judge, as the learner's code sees it."""

    def __init__(self, peer: Peer, number: int):
        self._peer, self._number = peer, number

    def __call__(self, *arguments, **named):
        """Call it, in the judge."""
        return self._peer.request("call", self._number, *arguments, **named)


class Worker:
    """Serves one judge with the cells and objects of one submission."""

    def __init__(self, connection: Connection, shell: InteractiveShell):
        self.shell = shell
        self._objects: list[object] = []
        self._numbers: dict[int, int] = {}
        self._outputs: list[dict] = []
        namespace = shell.user_ns
        operations = {name: special(name) for name in FORWARDED} | {
            "hello": lambda: None,
            "run": self.run,
            "file": write_file,
            "fetch": namespace.__getitem__,
            "store": namespace.__setitem__,
            "delete": namespace.__delitem__,
            "__call__": call,
            "getattr": getattr,
            "setattr": setattr,
            "delattr": delattr,
            "vars": lambda target: dict(vars(target)),
            "dir": dir,
            "signature": signature,
            "tags": lambda target: dataclasses.asdict(target.__sklearn_tags__()),
        }
        os.register_at_fork(
            after_in_child=connection.close
        )  # a copy of this process does not answer the judge
        self.peer = Peer(connection, operations, self.refer, self.resolve, self.describe, error_of_a_check)
        shell.display_pub = CapturingDisplayPublisher()
        shell.display_pub.outputs = self._outputs
        shell.display_trap.hook = CapturingDisplayHook(shell=shell, outputs=self._outputs)
        shell.showtraceback = shell.showsyntaxerror = lambda *arguments, **named: None
        sys.stdout, sys.stderr = Stream("stdout", self._outputs), Stream("stderr", self._outputs)

    def run(self, name: str, source: str) -> dict:
        """Run a cell; return its outputs and, if it raised, the error."""
        self._outputs.clear()
        self.shell.compile.get_code_name = lambda raw, transformed, number: f"<cell {name}>"
        result = self.shell.run_cell(source)
        error = result.error_before_exec or result.error_in_exec
        return {
            "outputs": [notebook_output(output) for output in self._outputs[:100]],
            "error": None if error is None else learner_traceback(error),
            "memory": isinstance(error, MemoryError),
        }

    def refer(self, value: object) -> dict:
        """Describe a live object: its number, its class, and which special methods it has."""
        if isinstance(value, Callback):
            return {"yours": value._number}
        if inspect.ismethod(value) or inspect.isbuiltin(value):
            about = {"type": ["types", "FunctionType"], "special": ["__call__"]}
        elif isinstance(value, type):
            library = self._library(value)
            bases = [] if library else [self._type(base) for base in value.__bases__]
            about = {"name": value.__name__, "bases": bases, "library": library}
            about["exception"] = issubclass(value, Exception)
        else:
            kind = type(value)
            about = {"type": self._type(kind), "special": [name for name in FORWARDED if hasattr(kind, name)]}
        return about | {"id": self._number(value)}

    def _type(self, kind: type) -> dict | list:
        return self._library(kind) or self.refer(kind)

    def _library(self, kind: type) -> list | None:
        """Return module and name of a library's class, None for a class of the learner's."""
        if kind.__module__ == "builtins" and not hasattr(builtins, kind.__name__):  # as `types` names them
            return [
                "types",
                {"function": "FunctionType", "generator": "GeneratorType"}.get(kind.__name__, ""),
            ]
        found = sys.modules.get(kind.__module__) if kind.__module__ != "__main__" else None
        for part in kind.__qualname__.split("."):
            found = getattr(found, part, None)
        return [kind.__module__, kind.__qualname__] if found is kind else None

    def _number(self, value: object) -> int:
        if id(value) not in self._numbers:
            self._numbers[id(value)] = len(self._objects)
            self._objects.append(value)  # alive as long as the judge may ask for it
        return self._numbers[id(value)]

    def resolve(self, about: dict) -> object:
        """Return the object that the judge means."""
        if "yours" in about:
            return self._objects[about["yours"]]
        if "callback" in about:
            return Callback(self.peer, about["callback"])
        __import__(about["module"])
        found = functools.reduce(getattr, about["qualname"].split("."), sys.modules[about["module"]])
        if "params" not in about:
            return found
        params = about["params"].items()
        return found(**{name: self.resolve(v) if isinstance(v, dict) else v for name, v in params})

    def describe(self, error: BaseException) -> dict:
        """Return what the judge may know of an exception."""
        kind = type(error) if isinstance(error, Exception) else None
        described = {"text": f"{type(error).__name__}: {error}", "traceback": learner_traceback(error)}
        described |= {"kind": kind, "memory": isinstance(error, MemoryError)}
        for name, value in (("args", error.args), ("attributes", dict(vars(error)))):
            try:
                encode(value)
            except ValueNotAllowed:
                value = type(value)()
            described[name] = value
        return described


def learner_traceback(error: BaseException) -> str:
    """Return the error in words: its type and message, then the lines of the learner's cells that led to it."""
    summary = traceback.TracebackException.from_exception(error, limit=200)
    if isinstance(error, SyntaxError):  # of which the last line is the message
        lines = [
            list(summary.format_exception_only())[-1].strip(),
            f"  line {error.lineno}: {(error.text or '').rstrip()}",
        ]
    else:
        lines = ["".join(summary.format_exception_only()).strip()[-2_000:]]
    for frame in [frame for frame in summary.stack if frame.filename.startswith("<cell ")][-5:]:
        lines.append(f"  {frame.filename[6:-1]}, line {frame.lineno}: {(frame.line or '')[:200]}")
    return "\n".join(lines)


def notebook_output(output: dict) -> dict:
    """Return an output as nbformat has it; large pictures are left out."""
    if output.get("output_type") == "stream":
        return dict(output)
    data = {kind: text for kind, text in output["data"].items() if len(str(text)) <= 5 * MAX_OUTPUT}
    return {"output_type": "display_data", "data": data, "metadata": {}}
