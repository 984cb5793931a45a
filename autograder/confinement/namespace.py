"""The names that checks see: the judge's own, and those of answers, which are the worker's."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

GONE = object()  # stands for the value of a name that is not bound


class Worker(Protocol):
    """Who has the names of answers."""

    def request(self, operation: str, *arguments: object) -> object:
        """Ask for one, or have it bound or deleted."""


class Namespace(dict):
    """The judge's names. The names of answers are not here: they are fetched from the worker when a check uses them.

    A check that binds or deletes such a name does so in the worker, as it would in one notebook.
    """

    def __init__(self):
        super().__init__()
        self.crossing: frozenset[str] = frozenset()
        self.peer: Worker | None = None
        self.mirror = False
        self.fetched: dict[str, object] = {}

    def __missing__(self, name: str) -> object:
        if name not in self.crossing:
            raise KeyError(name)
        if name not in self.fetched:
            try:
                self.fetched[name] = self.peer.request("fetch", name)
            except KeyError:
                raise KeyError(name) from None
        return self.fetched[name]

    def __setitem__(self, name: str, value: object) -> None:
        if self.mirror and name in self.crossing:
            self.peer.request("store", name, value)
        else:
            super().__setitem__(name, value)

    def __delitem__(self, name: str) -> None:
        if self.mirror and name in self.crossing:
            self.peer.request("delete", name)
        else:
            super().__delitem__(name)

    @contextmanager
    def mirrored(self) -> Iterator[None]:
        """Bind and delete the names of answers in the worker for a while."""
        for name in self.crossing & self.keys():
            super().__delitem__(name)  # a locked cell has bound it; the worker has what came of it
        self.fetched.clear()
        self.mirror = True
        try:
            yield
        finally:
            self.mirror = False

    @contextmanager
    def recorded(self) -> Iterator["Recorded"]:
        """Note which names are read and bound meanwhile; afterwards all are bound to what they were before."""
        self.__class__ = Recorded  # the same object: functions keep looking up their globals in it
        self.before, self.read, self.written = dict(self), {}, set()
        try:
            yield self
        finally:
            self.__class__ = Namespace
            self.rebind(self.before)
            del self.before, self.read, self.written

    def rebind(self, names: dict[str, object]) -> None:
        """Bind these names, here, and no others."""
        dict.clear(self)
        dict.update(self, names)


class Recorded(Namespace):
    """A namespace that notes what each name held that is read, and which names are bound or deleted.

    Python asks it for every global name of a cell and its functions.
    """

    before: dict[str, object]
    read: dict[str, object]
    written: set[str]

    def __getitem__(self, name: str) -> object:
        self._note(name)
        return super().__getitem__(name)

    def __setitem__(self, name: str, value: object) -> None:
        self.written.add(name)
        super().__setitem__(name, value)

    def __delitem__(self, name: str) -> None:
        self.written.add(name)
        super().__delitem__(name)

    def get(self, name: str, default: object = None) -> object:
        """Return what the name holds."""
        self._note(name)
        return super().get(name, default)

    def copy(self) -> dict[str, object]:
        """Return all names, for which pandas asks in `query`."""
        for name in self:
            self._note(name)
        return super().copy()

    def bound(self) -> dict[str, object]:
        """Return the value of each name that was bound, `GONE` for one that was deleted."""
        names = self.before.keys() | self.keys()  # what a function declares `global` is bound without asking
        written = {name for name in names if dict.get(self, name, GONE) is not self.before.get(name, GONE)}
        return {name: dict.get(self, name, GONE) for name in written | self.written}

    def _note(self, name: str) -> None:
        if name not in self.written:
            self.read.setdefault(name, dict.get(self, name, GONE))
