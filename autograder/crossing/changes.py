"""What a call has changed in its arguments: found on the side of the call, repeated on the other."""

import copy
import marshal
from collections import deque
from collections.abc import Callable, MutableMapping, MutableSequence, MutableSet
from random import Random

import numpy as np
import pandas as pd

from autograder.crossing.values import ValueNotAllowed

# What a call may change in place.
MUTABLE = (MutableSequence, MutableMapping, MutableSet, deque, np.ndarray, pd.DataFrame, pd.Series)
GENERATORS = (np.random.Generator, np.random.RandomState, Random)
MUTABLE += GENERATORS


def watch(argument: object) -> Callable[[], bool]:
    """Return a function that tells whether the argument is surely as it is now; False if that is not clear.

    For tables this takes a fraction of the time that encoding them again would.
    """
    if not isinstance(argument, pd.DataFrame | pd.Series):
        return lambda: not isinstance(argument, MUTABLE)
    try:
        # Copied on write: only what is then written to.
        before, objects = argument.copy(deep=False), object_columns(argument)
    except ValueError:
        return lambda: False

    def unchanged() -> bool:
        named_alike = isinstance(argument, pd.DataFrame) or argument.name == before.name
        axes = zip(argument.axes, before.axes, strict=True)
        same = argument.equals(before) and all(now.identical(then) for now, then in axes)
        return same and named_alike and object_columns(argument) == objects

    return unchanged


def object_columns(table: pd.DataFrame | pd.Series) -> bytes:
    """Return the content of the columns of Python objects, which a copy of the table would share with it.

    Raises
    ------
    ValueError
        If there are objects other than text, numbers, and containers of them.
    """
    frame = table.to_frame() if isinstance(table, pd.Series) else table
    places = [place for place, dtype in enumerate(frame.dtypes) if pd.api.types.is_object_dtype(dtype)]
    # version 2: what is equal has equal bytes, whoever else holds it
    return marshal.dumps([frame.iloc[:, place].tolist() for place in places], 2)


class Changes:
    """What the other side says that its calls have changed.

    Attributes
    ----------
    seen : whether anything but the state of random generators was changed
    repeated : whether changes are repeated here; those of random generators always are
    """

    def __init__(self):
        self.seen, self.repeated = False, True
        self._before: list[tuple[object, object]] = []

    def take_over(self, argument: object, changed: object) -> None:
        """Note that a call has changed an argument, and repeat it."""
        is_generator = isinstance(argument, GENERATORS)
        self.seen |= not is_generator
        if self.repeated or is_generator:
            self._before.append((argument, copy.copy(argument)))
            restore(argument, changed)

    def undo(self) -> None:
        """Give every changed argument the content that it had before."""
        while self._before:
            restore(*self._before.pop())

    def keep(self) -> None:
        """Forget what there was before."""
        self._before.clear()


def restore(original: object, changed: object) -> None:
    """Give a mutable argument the content that it has on the other side.

    Raises
    ------
    ValueNotAllowed
        If `changed` is not of the original's type, or the original is not mutable.
    """
    if type(original) is not type(changed):
        raise ValueNotAllowed("an argument was changed into a value of another type")
    if isinstance(original, MutableMapping | MutableSet):
        original.clear()
        original.update(changed)
    elif isinstance(original, np.random.Generator):
        original.bit_generator.state = changed.bit_generator.state
    elif isinstance(original, np.random.RandomState):
        original.set_state(changed.get_state())
    elif isinstance(original, Random):
        original.setstate(changed.getstate())
    elif isinstance(original, np.ndarray):
        if original.shape != changed.shape or original.dtype != changed.dtype:
            raise ValueNotAllowed("an array was changed in shape or type")
        original[...] = changed
    elif isinstance(original, pd.DataFrame | pd.Series | deque | list | bytearray):
        original.__init__(changed)
    else:
        raise ValueNotAllowed("an argument that cannot change was sent back as changed")
