"""What code that runs ahead must leave as it is: the objects that there are, and the state of the process."""

import datetime
import functools
import hashlib
import os
import pickle
import random
import re
import sys
import types
import warnings
from collections import deque
from collections.abc import Callable, Collection, Iterator
from pathlib import Path, PurePath

import numpy as np
import pandas as pd

from autograder.confinement import inheritance, sandbox
from autograder.crossing.changes import GENERATORS, watch

# What cannot change, or is code.
FIXED = (type(None), bool, int, float, complex, str, bytes, range, np.generic, pd.Index, pd.Timedelta)
FIXED += (datetime.date, datetime.time, datetime.timedelta, datetime.tzinfo, PurePath, re.Pattern)
FIXED += (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.MethodType, np.ufunc)
CONTAINERS = (list, tuple, dict, set, frozenset, deque)
Unchanged = Callable[[], bool]


class Watch:
    """Tells of objects whether they are what they were when it first saw them.

    Of an object with attributes it looks at the public ones; what a class keeps in private ones is its own affair. A
    property that is computed once and then kept may be kept meanwhile.
    """

    def __init__(self):
        self._seen: dict[int, tuple[object, Unchanged]] = {}  # with the object, so that its id stays its own

    def see(self, value: object) -> Unchanged:
        """Return a function that tells whether the value is as it was; False if that cannot be told."""
        if isinstance(value, FIXED):
            return always
        if id(value) not in self._seen:
            self._seen[id(value)] = (value, always)  # it may hold itself
            try:
                self._seen[id(value)] = (value, self._unchanged(value))
            except Exception:  # whatever an object may raise that is not to be looked into
                self._seen[id(value)] = (value, never)
        return self._seen[id(value)][1]

    def _unchanged(self, value: object) -> Unchanged:
        if isinstance(value, pd.DataFrame | pd.Series):
            unchanged = watch(value)
            return unchanged if unchanged() else never
        if type(value) in CONTAINERS:
            return self._same_parts(lambda: parts(value))
        if hasattr(value, "__dict__") and not isinstance(value, GENERATORS):
            names = {name for name in vars(value) if not name.startswith("_")}
            return self._same_parts(lambda: attributes(value, names))
        before = digest(value)
        return never if before is None else lambda: digest(value) == before

    def _same_parts(self, parts: Callable[[], list]) -> Unchanged:
        before = parts()
        seen = [self.see(part) for part in before]

        def unchanged() -> bool:
            now = parts()
            same = len(now) == len(before) and all(map(is_same, now, before))
            return same and all(one() for one in seen)

        return never if never in seen else unchanged


def always() -> bool:
    """Say yes: of what cannot change."""
    return True


def never() -> bool:
    """Say no: of what nobody can tell."""
    return False


def is_same(one: object, other: object) -> bool:
    """Tell whether this is one object."""
    return one is other


def parts(container: Collection) -> list:
    """Return what a container holds."""
    return [*container, *container.values()] if isinstance(container, dict) else [*container]


def attributes(value: object, names: Collection[str]) -> list:
    """Return names and values of an object's public attributes, but of properties that are kept only those named."""
    found = []
    for name, content in vars(value).items():
        kept = isinstance(getattr(type(value), name, None), functools.cached_property)
        if not name.startswith("_") and (name in names or not kept):
            found += [name, content]
    return found


def digest(value: object) -> bytes | None:
    """Return some bytes that stand for the content of an array or another object; None if there are none."""
    try:
        if type(value) is np.ndarray and not value.dtype.hasobject:
            content = np.ascontiguousarray(value).reshape(-1).view(np.uint8)
            return hashlib.sha256(content).digest() + repr((value.shape, value.dtype)).encode()
        return pickle.dumps(value)
    except Exception:  # whatever an object may raise that is not to be pickled
        return None


def process_state() -> dict[str, object]:
    """Return what later code could find changed in this process, and no variable shows, by what it is."""
    modules = sys.modules
    state = {
        "random numbers": (random.getstate(), pickle.dumps(modules["numpy"].random.get_state())),
        "environment variables": dict(os.environ),
        "the working directory": os.getcwd(),
        "the path of modules": [*sys.path],
        "threads": len(os.listdir("/proc/self/task")),
        "open files": [*filter(inheritance.cannot_be_reopened, inheritance.descriptors(()))],
        "files": sorted(files_in(Path(sandbox.HOME))),
        "options of NumPy": repr((np.geterr(), np.get_printoptions())),
        "options of pandas": pd.describe_option(_print_desc=False),
        "warnings": [one for one in warnings.filters if one[0] == "error"],
    }
    if pyplot := modules.get("matplotlib.pyplot"):
        state["figures"] = pyplot.get_fignums()
        state["options of matplotlib"] = dict(pyplot.rcParams)
    if sklearn := modules.get("sklearn"):
        state["options of scikit-learn"] = sklearn.get_config()
    return state


def differing(before: dict[str, object], after: dict[str, object]) -> str:
    """Return what differs between two states of the process, in words; "" if nothing does."""
    return ", ".join(name for name in before if before[name] != after[name])


def files_in(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Yield path, size and time of each file, without hidden folders, in which libraries keep what they like."""
    for above, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            about = os.lstat(Path(above, name))
            yield str(Path(above, name)), about.st_size, about.st_mtime_ns
