"""The wire format: a tree of tagged lists as JSON, then raw buffers.

A message is the length of its header (8 bytes, little-endian), the header and the buffers that the header speaks of,
in its order. In the header `null`, booleans, numbers and text stand for themselves; everything else is a list, the
name of a type and what the type's codec needs to make a value. Nothing is unpickled, evaluated or imported by a name
from the message, and what a message claims without holding it (a length, a shape) is never allocated.
"""

import json
import types
from collections.abc import Callable, Iterable

MAX_BYTES = 512 * 2**20  # of a message
MAX_JSON = 64 * 2**20  # of its header
MAX_DEPTH = 60


class ValueNotAllowed(Exception):
    """A value cannot cross, or a message cannot be read; the message says why, in words for a learner."""


def encode(value: object, reference: Callable[[object], dict] | None = None) -> bytes:
    """Return `value` as bytes, the same bytes for equal values.

    Parameters
    ----------
    value
        A subclass of a known type is encoded as the nearest known type, by that type's own methods.
    reference
        Describes an object of any other type as a dict fit for JSON.

    Raises
    ------
    ValueNotAllowed
        If the value holds something of a type that cannot cross, or is too big or too deep.
    """
    writer = Writer(reference)
    try:
        header = to_json(writer.write(value))
        if len(header) > MAX_JSON or len(header) + writer.size > MAX_BYTES:
            raise ValueNotAllowed("the value is too big")
        return b"".join([len(header).to_bytes(8, "little"), header, *writer.buffers])
    except ValueNotAllowed:
        raise
    except RecursionError:
        raise too_deep() from None
    except Exception as error:
        kind, reason = type(value).__name__, type(error).__name__
        raise ValueNotAllowed(f"a value of type {kind} cannot be handed over ({reason})") from None


def decode(data: bytes, resolve: Callable[[dict], object] | None = None) -> object:
    """Return the value that `encode` has made `data` of. The bytes may come from anybody.

    Parameters
    ----------
    data
        The message.
    resolve
        Turns the description of an object into the object.

    Raises
    ------
    ValueNotAllowed
        If the bytes are not a message, or are too many. No other exception is raised.
    """
    if len(data) > MAX_BYTES:
        raise ValueNotAllowed("the value is too big")
    try:
        length = int.from_bytes(data[:8], "little")
        if length > min(MAX_JSON, len(data) - 8):
            raise ValueNotAllowed("the value is too big or incomplete")
        reader = Reader(memoryview(data)[8 + length :], resolve)
        value = reader.read(json.loads(data[8 : 8 + length].decode("utf-8", "surrogatepass")))
        if len(reader.rest):
            raise unreadable("bytes are left over")
    except ValueNotAllowed:
        raise
    except Exception as error:
        raise unreadable(type(error).__name__) from None
    return value


def to_json(tree: object) -> bytes:
    """Return the header."""
    try:
        return ENCODER.encode(tree).encode("utf-8", "surrogatepass")
    except ValueError:
        raise ValueNotAllowed("a number of more than 4300 digits is too big") from None


def too_deep() -> ValueNotAllowed:
    """Return the exception for a value that holds values that hold values and so on."""
    return ValueNotAllowed(f"the value is nested more than {MAX_DEPTH} levels deep")


def unreadable(reason: str) -> ValueNotAllowed:
    """Return the exception for a message that `encode` has not made."""
    return ValueNotAllowed(f"the value cannot be read ({reason})")


ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
# The types that JSON has. A subclass is made exact by the type's own method.
PLAIN = {types.NoneType: None, bool: None, int: int.__int__, float: float.__float__, str: str.__str__}


class Writer:
    """Turns values into nodes of the header, and collects the buffers."""

    def __init__(self, reference: Callable[[object], dict] | None):
        self.buffers: list[bytes | memoryview] = []
        self.size = 0
        self._reference = reference
        self._depth = 0

    def write(self, value: object) -> object:
        """Return the node of a value."""
        kind = type(value)
        if kind in PLAIN:
            return value
        if kind not in CODECS:
            kind = next((base for base in kind.__mro__ if base in CODECS or base in PLAIN), None)
        if kind in PLAIN:
            return PLAIN[kind](value)
        if kind is None:
            if self._reference is None:
                raise ValueNotAllowed(f"a value of type {type(value).__name__} cannot be handed over")
            return ["reference", self._reference(value)]
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise too_deep()
        node = [kind.__name__, *CODECS[kind][0](self, value)]
        self._depth -= 1
        return node

    def all(self, values: Iterable) -> list:
        """Return the nodes of several values."""
        values = list(values)
        if PLAIN.keys() >= set(map(type, values)):  # most of the time, and much faster
            return values
        return [value if type(value) in PLAIN else self.write(value) for value in values]

    def buffer(self, data: bytes | memoryview) -> None:
        """Append raw bytes to the message."""
        self.size += len(data)
        if self.size > MAX_BYTES:
            raise ValueNotAllowed("the value is too big")
        self.buffers.append(data)


class Reader:
    """Turns the nodes of a header into values. Each byte of the buffers is used once."""

    def __init__(self, rest: memoryview, resolve: Callable[[dict], object] | None):
        self.rest = rest
        self.classes: set[tuple] = set()  # of the named tuples
        self._resolve = resolve
        self._depth = 0

    def read(self, node: object) -> object:
        """Return the value of a node."""
        if type(node) in PLAIN:
            return node
        tag, *content = node
        if tag == "reference" and self._resolve is not None:
            (about,) = content
            return self._resolve(about)
        if tag not in DECODERS:
            raise unreadable("a type that is not known")
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise too_deep()
        value = DECODERS[tag](self, *content)
        self._depth -= 1
        return value

    def all(self, nodes: list) -> list:
        """Return the values of several nodes."""
        if PLAIN.keys() >= set(map(type, nodes)):
            return list(nodes)
        return [node if type(node) in PLAIN else self.read(node) for node in nodes]

    def expect(self, node: object, *kinds: type) -> object:
        """Return the value of a node, which must be of one of the types: a library is to see nothing else."""
        value = self.read(node)
        if not issubclass(type(value), kinds):  # what a stand-in claims to be does not count
            raise unreadable(f"a {type(value).__name__} where it cannot be")
        return value

    def take(self, size: int) -> memoryview:
        """Return the next bytes of the buffers."""
        if not 0 <= size <= len(self.rest):
            raise unreadable("bytes are missing")
        taken, self.rest = self.rest[:size], self.rest[size:]
        return taken


def plain(values: Iterable, *kinds: type) -> list:
    """Return the values as a list if they are exactly of these types; by default, of those that JSON has."""
    values = list(values)
    if not all(type(value) in (kinds or PLAIN) for value in values):
        raise unreadable("a value of wrong type")
    return values


Codec = tuple[
    Callable[..., list], Callable[..., object]
]  # content of the node from (writer, value); and back
CODECS: dict[type, Codec] = {}
DECODERS: dict[str, Callable[..., object]] = {}


def register(codecs: dict[type, Codec]) -> None:
    """Let values of these types cross, each under the name of its type."""
    CODECS.update(codecs)
    DECODERS.update({kind.__name__: read for kind, (_, read) in codecs.items()})


def constant(value: object) -> Codec:
    """Return the codec of a type with one value."""
    return lambda writer, _: [], lambda reader: value


def fields(kind: type, names: str, *kinds: type) -> Codec:
    """Return the codec of a type that is made of its attributes, all of them of these types."""
    descriptors = [getattr(kind, name) for name in names.split()]
    return (
        lambda writer, value: [descriptor.__get__(value) for descriptor in descriptors],
        lambda reader, *content: kind(*plain(content, *kinds)),
    )
