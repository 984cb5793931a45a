"""The judge: runs the checks, and decides. The learner's code reaches it only as values and stand-ins."""

import ast
import json
import math
import os
import re
import sys
from multiprocessing.connection import Connection

import numpy as np
from IPython.core.interactiveshell import InteractiveShell

from autograder.confinement.ahead import Key
from autograder.confinement.bindings import Bindings
from autograder.confinement.namespace import Namespace
from autograder.confinement.operands import KeepOperands, parse
from autograder.confinement.words import HOLDS_NOT, OwnWords, clean
from autograder.crossing.channel import Peer, PeerLost
from autograder.crossing.remote import Directory, LearnerError, Remote, RemoteType, library_class
from autograder.crossing.values import ValueNotAllowed

TELLING = 10  # digits that a seed has which is a secret
IN_PLACE = re.compile(
    r"^# In place\b", re.MULTILINE
)  # a comment in a check whose answer is to change its arguments


class Line(Peer):
    """The judge's end of the line, over which the seed of hidden data does not go, not even inside a generator."""

    def _encode(self, value: object) -> bytes:
        data, seed = super()._encode(value), os.environ.get("CHECK_SEED", "")
        if len(seed) >= TELLING and seed.encode() in data:
            raise ValueNotAllowed(
                "a check cannot hand CHECK_SEED to the answer, nor a generator made of it; "
                "make one for the answer: np.random.default_rng(rng.integers(2**63))"
            )
        return data


class Judge:
    """Runs the cells of one rebuilt notebook, each where it belongs; what was computed ahead is not computed again."""

    def __init__(self, worker: Connection, shell: InteractiveShell, ahead: dict[Key, Bindings]):
        self.shell = shell
        self._ahead = ahead
        self._words = OwnWords()
        self.names: Namespace = shell.user_ns
        self._exports: list[object] = []
        self._directory = Directory()
        self._directory.own = self._exports.__getitem__
        operations = {"call": self._call_export}
        resolve = self._directory.resolve
        self.peer = Line(worker, operations, self._refer, resolve, builtin_name, revive)
        self._directory.peer = self.names.peer = self
        self._request = self.peer.request

    def request(self, operation: str, *arguments: object, **named: object) -> object:
        """Ask the worker; anything but a look may change what the answers' names hold."""
        if operation != "fetch":
            self.names.fetched.clear()
        return self._request(operation, *arguments, **named)

    def serve(self, driver: Connection) -> None:
        """Do what the driver asks, cell by cell, until it closes the line."""
        while True:
            try:
                order = json.loads(driver.recv_bytes())
            except (EOFError, OSError):
                return
            try:
                reply = getattr(self, f"do_{order.pop('do')}")(**order)
            except PeerLost:
                reply = {"lost": True}
            driver.send_bytes(json.dumps(reply).encode())

    def do_start(self, crossing: list[str]) -> dict:
        """Take the names that checks may fetch, and see that the worker is there."""
        self.names.crossing = frozenset(crossing)
        self.request("hello")
        return {}

    def do_worker(self, name: str, source: str) -> dict:
        """Run a cell of the learner, or a locked one, in the worker."""
        try:
            reply = self.request("run", name, source)
            return {
                "error": None if reply["error"] is None else clean(reply["error"]),
                "memory": bool(reply["memory"]),
                "outputs": json.loads(json.dumps(reply["outputs"])),
            }
        except (ValueNotAllowed, KeyError, TypeError, ValueError, RecursionError) as error:
            return {"error": f"what the cell left behind cannot be read: {clean(str(error))}", "outputs": []}

    def do_file(self, path: str, content: str) -> dict:
        """Hand one of the learner's own files, in base64, on to the worker; here it is not looked at."""
        try:
            self.request("file", path, content)
        except PeerLost:
            raise
        except Exception:  # the learner's cell finds that it is not there
            return {"error": "The file cannot be written."}
        return {"error": None}

    def do_locked(self, name: str, source: str) -> dict:
        """Run a cell of the instructor on this side."""
        try:
            self._execute(name, source, None, parse(self.shell, source, None)[0])
        except PeerLost:
            raise
        except BaseException as error:
            return {"error": f"{type(error).__name__}: {clean(str(error))}"}
        return {"error": None}

    def do_check(self, name: str, source: str, hidden: bool) -> dict:
        """Run a check and return its outcome, its message and, if it ends with a number, that number.

        What the answer changes in place is forgotten, since the check may go on to compare with it. If there was
        such a change, the check must also pass with it, as in one notebook; if it does not, that is the result.
        A check that asks for changes says so; see `IN_PLACE`.
        """
        self._words.learn_labels(self.names.values())
        changes = self.peer.changes
        changes.seen, changes.repeated = False, IN_PLACE.search(source) is not None
        reply = self._check(name, source, hidden)
        if changes.seen and not changes.repeated:
            changes.undo()
            changes.repeated = True
            reply = worse(self._check(name, source, hidden), reply)
            changes.undo()
        changes.keep()
        changes.repeated = True
        return reply

    def _check(self, name: str, source: str, hidden: bool) -> dict:
        operands = None
        try:
            tree, operands = parse(self.shell, source, hidden)
            self._words.learn(tree)
            with self.names.mirrored():
                value = self._execute(name, source, hidden, tree)
            partial = isinstance(value, int | float | np.number) and not isinstance(value, bool)
            return {"outcome": "passed", "message": "", "value": float(value) if partial else None}
        except PeerLost:
            raise
        except BaseException as error:
            if hidden:
                outcome, message = hidden_judgement(error, self._words)
            else:
                outcome, message = judgement(error, operands)
            missing = isinstance(error, NameError) and error.name in self.names.crossing
            return {"outcome": outcome, "message": message, "missing": missing, "reason": reason_of(error)}
        finally:
            if "matplotlib.pyplot" in sys.modules:
                sys.modules["matplotlib.pyplot"].close("all")

    def _execute(self, name: str, source: str, hidden: bool | None, tree: ast.Module) -> object:
        """Run a cell's code, but for what was computed ahead; return the value of its last expression."""
        done = self._ahead.pop((source, hidden), None)  # once: the cell will change it
        if done is not None and done.put(self.names):
            del tree.body[: done.statements]
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, f"<check {name}>", "exec"), self.names)
        if last is not None:
            return eval(compile(ast.Expression(last.value), f"<check {name}>", "eval"), self.names)
        return None

    def _call_export(self, number: int, *arguments: object, **named: object) -> object:
        return self._exports[number](*arguments, **named)

    def _refer(self, value: object) -> dict:
        """Describe an object of the judge for the worker: what a check may hand to the learner's code."""
        if issubclass(type(value), Remote):
            return {"yours": Remote.about(value)["id"]}
        if isinstance(type(value), type) and type(value) is RemoteType:
            return {"yours": vars(value)["_about"]["id"]}
        name = {"module": getattr(value, "__module__", None), "qualname": getattr(value, "__qualname__", "")}
        if callable(value) and name["module"] in sys.modules and is_named(value, **name):
            return name
        if hasattr(value, "get_params") and library_class(type(value).__module__, type(value).__qualname__):
            params = {key: self._parameter(v) for key, v in value.get_params(deep=False).items()}
            return {"module": type(value).__module__, "qualname": type(value).__qualname__, "params": params}
        if callable(value):
            self._exports.append(value)
            return {"callback": len(self._exports) - 1}
        raise ValueNotAllowed(f"a check cannot hand a {type(value).__name__} to the answer")

    def _parameter(self, value: object) -> object:
        simple = value is None or isinstance(value, bool | int | float | str)
        return value if simple else self._refer(value)


def worse(reply: dict, other: dict) -> dict:
    """Return the reply with which a check gives less, the first if they are equal."""

    def given(one: dict) -> float:
        whole = one.get("value") is None
        return -math.inf if one["outcome"] != "passed" else math.inf if whole else one["value"]

    return min(reply, other, key=given)


def is_named(value: object, module: str, qualname: str) -> bool:
    """Tell whether importing that name from that module gives the value."""
    found = sys.modules[module] if module != "__main__" else None
    for part in qualname.split("."):
        found = getattr(found, part, None)
    return found is value


def revive(described: dict) -> BaseException:
    """Return the exception to raise here for one that the learner's code raised there."""
    kind, error = described.get("kind"), None
    if isinstance(kind, type) and issubclass(kind, Exception):
        try:
            error = kind(*described["args"])
            for name, value in described["attributes"].items():
                setattr(error, name, value)
        except Exception:
            error = None
    if not isinstance(error, Exception):
        error = LearnerError(clean(str(described.get("text"))))
    error.learner = described
    return error


def judgement(error: BaseException, operands: KeepOperands) -> tuple[str, str]:
    """Return the outcome and the message for an exception that ended a visible check."""
    learner = getattr(error, "learner", None)
    if is_out_of_memory(error):
        return "out of memory", "The answer needs more memory than there is."
    if learner is not None:
        if isinstance(error, NotImplementedError):
            return "not attempted", clean(str(error))
        return "error", clean(f"Your code raised {learner.get('traceback')}")
    if isinstance(error, AssertionError):
        message = clean(words_of(error)) or HOLDS_NOT
        return "wrong", message + operands.values(error.__traceback__)
    if isinstance(error, NameError):
        return "error", f"{error.name} is not defined."
    reason = f"{known_name(error)}: {clean(words_of(error))}"
    return "wrong", f"The check cannot use what your answer returned: {reason}"


def hidden_judgement(error: BaseException, words: OwnWords) -> tuple[str, str]:
    """Return the outcome for an exception that ended a hidden check, and the words of the check's author.

    Nothing that the learner's code chooses is in them: no name, text or number.
    """
    if is_out_of_memory(error):
        return "out of memory", ""
    if getattr(error, "learner", None) is not None or isinstance(error, NameError):
        return "error", ""
    if isinstance(error, AssertionError):
        return "wrong", clean(words.of(words_of(error)))
    return "wrong", "The check cannot use what your answer returned for data that is not shown."


def reason_of(error: BaseException) -> str:
    """Return what an author wants to know who tries a check out; nobody else may see it."""
    learner = getattr(error, "learner", None)
    return clean(
        f"{known_name(error)}: {words_of(error)}" if learner is None else str(learner.get("traceback"))
    )


def words_of(error: BaseException) -> str:
    """Return an exception's text, "" if the learner's object in it does not give one."""
    try:
        return str(error)
    except PeerLost:
        raise
    except Exception:
        return ""


def known_name(error: BaseException) -> str:
    """Return the name of the error's nearest class that is not the learner's."""
    return next(kind.__name__ for kind in type(error).__mro__ if type(kind) is not RemoteType)


def builtin_name(error: BaseException) -> str:
    """Return the name of the error's nearest builtin class: what an answer may know of an error of the check's."""
    return next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins")


def is_out_of_memory(error: BaseException) -> bool:
    """Tell whether memory did not suffice, here or for the learner's code."""
    return isinstance(error, MemoryError) or bool(getattr(error, "learner", {}).get("memory"))
