"""What the judge holds of the learner's live objects: stand-ins that forward calls and attributes.

A stand-in never lets the learner's object decide: comparisons, membership, hashing and type checks are Python's own on
the stand-in, there is no arithmetic, and `score` is computed here from predictions. What a check gets of such an
object is a value, or another stand-in; what the object gets is what a check calls it with.
"""

import functools
import inspect
import sys
from abc import ABCMeta
from collections.abc import Callable

import numpy as np
import pandas as pd

from autograder.crossing.channel import Peer
from autograder.crossing.values import ValueNotAllowed

# The special methods of which a stand-in makes a call. Neither arithmetic nor comparison nor what turns an object into
# a number or an array: Python and NumPy would ask the learner's object, and show it the other operand.
FORWARDED = frozenset(
    f"__{name}__"
    for name in [
        "call",
        "len",
        "iter",
        "next",
        "reversed",
        "getitem",
        "setitem",
        "delitem",
        "enter",
        "exit",
        "str",
        "repr",
    ]
)
ATTRIBUTES = frozenset(
    ["__name__", "__qualname__", "__sklearn_tags__", "__sklearn_clone__", "__sklearn_is_fitted__"]
)
# What scikit-learn, here, sets on an estimator for its own use.
OWN_ATTRIBUTES = frozenset(["_parent_callback_ctx"])
# A live object that claims to be one of these is not: such values cross by value.
VALUE_TYPES = (int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset)
VALUE_TYPES += (np.ndarray, np.generic, pd.DataFrame, pd.Series, pd.Index, range, slice)


class LearnerError(Exception):
    """An exception of the learner's code that has no counterpart here, such as SystemExit."""


class Remote:
    """Stand-in for a live object of the learner."""

    __slots__ = ("__about", "__peer", "__type")

    def __init__(self, peer: Peer, about: dict, kind: type):
        object.__setattr__(self, "_Remote__peer", peer)
        object.__setattr__(self, "_Remote__about", about)
        object.__setattr__(self, "_Remote__type", kind)

    @property
    def __class__(self) -> type:
        return self.__type

    @property
    def __dict__(self) -> dict:
        return self.__peer.request("vars", self)

    @property
    def __doc__(self) -> str | None:
        return self.__peer.request("getattr", self, "__doc__")

    @property
    def __signature__(self) -> inspect.Signature:
        parameters = self.__peer.request("signature", self)
        return inspect.Signature(
            [
                inspect.Parameter(
                    name, inspect._ParameterKind(kind), default=default[0] if default else inspect._empty
                )
                for name, kind, default in parameters
            ]
        )

    def __getattr__(self, name: str) -> object:
        if name.startswith("__") and name.endswith("__") and name not in ATTRIBUTES:
            raise AttributeError(name)
        if name == "__sklearn_tags__":
            return functools.partial(tags, self.__peer.request("tags", self))
        value = self.__peer.request("getattr", self, name)
        return functools.partial(score, self, value) if name == "score" and callable(value) else value

    def __setattr__(self, name: str, value: object) -> None:
        if name not in OWN_ATTRIBUTES:
            self.__peer.request("setattr", self, name, value)

    def __delattr__(self, name: str) -> None:
        if name not in OWN_ATTRIBUTES:
            self.__peer.request("delattr", self, name)

    def __reduce_ex__(self, protocol: int) -> None:
        raise TypeError("an object of the answer can be neither copied nor pickled by a check")

    def __dir__(self) -> list[str]:
        return self.__peer.request("dir", self)

    @staticmethod
    def about(remote: "Remote") -> dict:
        """Return what the worker told about the object."""
        return object.__getattribute__(remote, "_Remote__about")

    @staticmethod
    def forward(name: str) -> Callable:
        """Return a special method that does its work in the worker."""

        def method(self, *arguments, **named):
            return self.__peer.request(name, self, *arguments, **named)

        return method


def tags(fields: dict[str, object]) -> object:
    """Return scikit-learn's tags of an estimator, made of plain values."""
    from sklearn import utils

    kinds = {
        name: getattr(utils, name.title().replace("_", ""), None) for name in fields
    }  # TargetTags for target_tags
    return utils.Tags(
        **{name: kinds[name](**value) if isinstance(value, dict) else value for name, value in fields.items()}
    )


def score(estimator: Remote, method: Callable, *arguments: object, **named: object) -> object:
    """Return what scikit-learn's `score` does: accuracy for a classifier and R² for anything else.

    Whatever the object is, its own method is called only with less than features and labels.
    """
    if len(arguments) + len(named) < 2:
        return method(*arguments, **named)
    return score_predictions(estimator, *arguments, **named)


def score_of(estimator: Remote, *arguments: object, **named: object) -> object:
    """Do what `Model.score(model, X, y)` asks for."""
    return estimator.score(*arguments, **named)


def score_predictions(estimator: Remote, X: object, y: object, sample_weight: object = None) -> float:
    """Compute the score here, so that labels do not cross."""
    from sklearn.base import is_classifier
    from sklearn.metrics import accuracy_score, r2_score

    metric = accuracy_score if is_classifier(estimator) else r2_score
    predicted = np.asarray(estimator.predict(X))  # what is masked would agree with anything
    return metric(y, predicted, sample_weight=sample_weight)


class RemoteType(ABCMeta):
    """Metaclass of the stand-ins for the learner's classes."""

    def __call__(cls, *arguments: object, **named: object) -> object:
        """Make an instance, in the worker; an exception is made here, to be raised here."""
        if issubclass(cls, BaseException):
            return super().__call__(*arguments, **named)
        return cls._peer.request("__call__", cls, *arguments, **named)

    def __getattr__(cls, name: str) -> object:
        if name.startswith("__") or "_peer" not in vars(cls):
            raise AttributeError(name)
        value = cls._peer.request("getattr", cls, name)
        return score_of if name == "score" and callable(value) else value


class Directory:
    """The stand-ins of one worker: each of its objects has one."""

    def __init__(self):
        self.peer: Peer | None = None
        self._known: dict[int, object] = {}

    def resolve(self, about: dict) -> object:
        """Return the stand-in for what the worker describes."""
        try:
            if "yours" in about:
                return self.own(about["yours"])
            number = int(about["id"])
            if number not in self._known:
                self._known[number] = self._class(about) if "bases" in about else self._object(about)
            return self._known[number]
        except (KeyError, TypeError, ValueError, AttributeError):
            raise ValueNotAllowed(
                "the answer's process described an object that cannot be understood"
            ) from None

    def _object(self, about: dict) -> Remote:
        special = frozenset(about["special"]) & FORWARDED
        return remote_class(special)(self.peer, about, self._type(about["type"]))

    def _type(self, about: dict | list) -> type:
        """Return the class for a description: the library's own, or a stand-in."""
        if isinstance(about, list):
            return library_class(*about) or object
        return self.resolve(about)

    def _class(self, about: dict) -> type:
        if about["library"] and (found := library_class(*about["library"])):
            return found
        bases = tuple(dict.fromkeys(self._type(base) for base in about["bases"]))
        if len(bases) > 1:
            bases = tuple(base for base in bases if base is not object)
        content = {"_peer": self.peer, "_about": about, "__module__": "__main__"}
        name = str(about["name"])[:100]
        try:
            return RemoteType(name, bases, content)
        except (TypeError, ValueError):  # a metaclass or layout of its own
            return RemoteType(name, (Exception,) if about.get("exception") else (), content)

    def own(self, number: int) -> object:
        """Return an object of the judge that the worker names; see `Exports`."""
        raise KeyError(number)


@functools.cache
def remote_class(special: frozenset[str]) -> type[Remote]:
    """Return the class of stand-ins for objects that have these special methods."""
    return type("Remote", (Remote,), {"__slots__": ()} | {name: Remote.forward(name) for name in special})


def library_class(module: str, qualname: str) -> type | None:
    """Return a class of a library that is imported here; None for others, and for types of values."""
    found = sys.modules.get(module) if module != "__main__" else None
    for part in str(qualname).split("."):
        found = getattr(found, part, None)
    if not isinstance(found, type) or issubclass(found, VALUE_TYPES):
        return None
    return found
