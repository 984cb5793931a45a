"""Typed data as bytes, and back: what may cross between the judge and the process of the learner's code.

Here are the types of the standard library and the random generators; `times.py` has the types of time, `arrays.py`
those of NumPy and SciPy, `frames.py` those of pandas. `wire.py` is the format.
"""

import collections
import functools
import json
import pathlib
import random
import uuid
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import numpy as np

from autograder.crossing import arrays, frames, times
from autograder.crossing.wire import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_JSON,
    Codec,
    Reader,
    ValueNotAllowed,
    Writer,
    constant,
    decode,
    encode,
    fields,
    plain,
    register,
    unreadable,
)

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_JSON", "ValueNotAllowed", "decode", "encode"]

MAX_CLASSES = 100  # named tuples of different kinds in one message: each makes a class
MAX_FIELDS = 1_000  # of one named tuple


def mapping(kind: type, make: Callable | None = None) -> Codec:
    """Return the codec of a dict."""

    def write(writer: Writer, value: dict) -> list:
        items = list(kind.items(value))
        return [writer.all(key for key, _ in items), writer.all(item for _, item in items)]

    def read(reader: Reader, keys: list, values: list) -> dict:
        return (make or kind)(dict(zip(reader.all(keys), reader.all(values), strict=True)))

    return write, read


def unordered(kind: type) -> Codec:
    """Return the codec of a set: elements in the order of their encodings."""

    def write(writer: Writer, value: set) -> list:
        buffers, parts = writer.buffers, []
        for element in kind.__iter__(value):
            writer.buffers = []
            node = writer.write(element)
            parts.append((repr(node), b"".join(writer.buffers), node))
        parts.sort(key=lambda part: part[:2])
        writer.buffers = [*buffers, *(data for _, data, _ in parts)]
        return [[node for _, _, node in parts]]

    return write, lambda reader, nodes: kind(reader.all(nodes))


def write_tuple(writer: Writer, value: tuple) -> list:
    """Encode a tuple; of a named tuple also the names."""
    nodes, names = writer.all(tuple.__iter__(value)), getattr(type(value), "_fields", None)
    if isinstance(names, tuple) and len(names) == len(nodes):
        return [nodes, type(value).__name__, [str(name) for name in names]]
    return [nodes]


def read_tuple(reader: Reader, nodes: list, name: str = "", names: list | None = None) -> tuple:
    """Decode a tuple or a named tuple."""
    values = reader.all(nodes)
    if names is None:
        return tuple(values)
    key = tuple(plain([name, *names], str))
    reader.classes.add(key)
    if len(reader.classes) > MAX_CLASSES or len(names) > MAX_FIELDS:
        raise unreadable("too many named tuples")
    return named_tuple(*key)._make(values)


@functools.lru_cache(MAX_CLASSES)
def named_tuple(name: str, *names: str) -> type:
    """Return the class of named tuples; `rename` keeps names such as `_1` that an earlier renaming has made."""
    return collections.namedtuple(name, names, rename=True)


def write_bytes(writer: Writer, value: bytes | bytearray) -> list:
    """Append the bytes to the buffers."""
    data = bytes(memoryview(value))
    writer.buffer(data)
    return [len(data)]


def write_random(writer: Writer, value: random.Random) -> list:
    """Encode Python's own random generator."""
    version, state, gauss = random.Random.getstate(value)
    return [version, list(state), gauss]


def read_random(reader: Reader, version: int, state: list, gauss: float | None) -> random.Random:
    """Decode Python's own random generator; `setstate` checks the position."""
    generator = random.Random(0)
    generator.setstate((*plain([version], int), tuple(plain(state, int)), *plain([gauss])))
    return generator


BITS = {name: getattr(np.random, name) for name in ("MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64")}


def write_state(state: dict) -> dict:
    """Return the state of a bit generator as JSON has it."""
    if state["bit_generator"] not in BITS:
        raise ValueNotAllowed(f"a random generator of type {state['bit_generator']} cannot be handed over")
    return json.loads(json.dumps(state, default=np.ndarray.tolist))


def read_state(state: dict) -> dict:
    """Return the state. NumPy reads whatever memory is at a position that the state does not have."""
    for position, size in ((state["state"].get("pos", 0), 624), (state.get("buffer_pos", 0), 4)):
        if type(position) is not int or not 0 <= position <= size:
            raise unreadable("a random generator in a state that does not exist")
    return state


def write_generator(writer: Writer, value: np.random.Generator) -> list:
    """Encode a random generator: its state, and what it spawns others from."""
    bits = value.bit_generator
    return [write_state(bits.state), writer.write(bits.seed_seq)]


def read_generator(reader: Reader, state: dict, seeds: list) -> np.random.Generator:
    """Decode a random generator."""
    bits = BITS[state["bit_generator"]](reader.expect(seeds, np.random.SeedSequence))
    bits.state = read_state(state)
    return np.random.Generator(bits)


def read_random_state(reader: Reader, state: dict) -> np.random.RandomState:
    """Decode NumPy's older random generator."""
    generator = np.random.RandomState(0)
    generator.set_state(read_state(state))
    return generator


def write_seeds(writer: Writer, value: np.random.SeedSequence) -> list:
    """Encode what random generators are seeded and spawned from."""
    state = value.state
    entropy = state["entropy"]
    entropy = [int(word) for word in entropy] if np.ndim(entropy) else entropy
    key = [int(word) for word in state["spawn_key"]]
    return [entropy, key, state["pool_size"], state["n_children_spawned"]]


def read_seeds(
    reader: Reader, entropy: int | list, key: list, pool: int, children: int
) -> np.random.SeedSequence:
    """Decode what random generators are seeded and spawned from."""
    if pool != 4:
        raise unreadable("a seed sequence of unusual size")
    return np.random.SeedSequence(entropy, spawn_key=plain(key, int), n_children_spawned=children)


def path(kind: type) -> Codec:
    """Return the codec of a path."""
    write = pathlib.PurePath.__str__
    return lambda writer, value: [write(value)], lambda reader, text: kind(*plain([text], str))


PATHS = (pathlib.PurePosixPath, pathlib.PureWindowsPath, pathlib.PosixPath, pathlib.WindowsPath)

register(
    {
        list: (
            lambda writer, value: [writer.all(list.__iter__(value))],
            lambda reader, nodes: reader.all(nodes),
        ),
        tuple: (write_tuple, read_tuple),
        collections.deque: (
            lambda writer, value: [writer.all(collections.deque.__iter__(value)), value.maxlen],
            lambda reader, nodes, maxlen: collections.deque(reader.all(nodes), *plain([maxlen])),
        ),
        set: unordered(set),
        frozenset: unordered(frozenset),
        dict: mapping(dict),
        collections.OrderedDict: mapping(collections.OrderedDict),
        collections.Counter: mapping(collections.Counter),
        collections.defaultdict: mapping(
            collections.defaultdict, functools.partial(collections.defaultdict, None)
        ),
        bytes: (write_bytes, lambda reader, size: bytes(reader.take(size))),
        bytearray: (write_bytes, lambda reader, size: bytearray(reader.take(size))),
        complex: fields(complex, "real imag", float),
        range: fields(range, "start stop step", int),
        slice: (
            lambda writer, value: writer.all([value.start, value.stop, value.step]),
            lambda reader, *nodes: slice(*reader.all(nodes)),
        ),
        type(...): constant(...),
        type(NotImplemented): constant(NotImplemented),
        Decimal: (
            lambda writer, value: [Decimal.__str__(value)],
            lambda reader, text: Decimal(*plain([text], str)),
        ),
        Fraction: (
            lambda writer, value: [int(value.numerator), int(value.denominator)],
            lambda reader, *content: Fraction(*plain(content, int)),
        ),
        uuid.UUID: (
            lambda writer, value: [int(value.int)],
            lambda reader, number: uuid.UUID(int=plain([number], int)[0]),
        ),
        random.Random: (write_random, read_random),
        np.random.SeedSequence: (write_seeds, read_seeds),
        np.random.Generator: (write_generator, read_generator),
        np.random.RandomState: (
            lambda writer, value: [write_state(value.get_state(legacy=False))],
            read_random_state,
        ),
        **{kind: path(kind) for kind in PATHS},
        **times.CODECS,
        **arrays.CODECS,
        **frames.CODECS,
    }
)
