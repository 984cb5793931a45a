"""The line between judge and worker: requests and replies, values by value, live objects by reference.

Both sides are a `Peer`. What a side exports, accepts and allows is given by three functions and a table, so that
the judge can be strict (`judge.py`) and the worker obliging (`worker.py`).
"""

from collections.abc import Callable
from multiprocessing.connection import Connection

from autograder.crossing.changes import Changes, watch
from autograder.crossing.values import MAX_BYTES, ValueNotAllowed, decode, encode


class PeerLost(Exception):
    """The other side has gone."""


class Peer:
    """One end of the line.

    Parameters
    ----------
    connection
        Carries whole messages.
    operations
        What the other side may ask for, by name.
    refer
        Describes a live object for the other side as a dict fit for JSON, or raises `ValueNotAllowed`.
    resolve
        Turns such a description into an object.
    describe
        Turns an exception raised by an operation into a value to send.
    revive
        Turns such a value into the exception to raise.
    """

    def __init__(
        self,
        connection: Connection,
        operations: dict[str, Callable],
        refer: Callable[[object], dict],
        resolve: Callable[[dict], object],
        describe: Callable[[BaseException], object],
        revive: Callable[[object], BaseException],
    ):
        self._connection = connection
        self._operations = operations
        self._refer, self._resolve = refer, resolve
        self._describe, self._revive = describe, revive
        self.changes = Changes()

    def request(self, operation: str, *arguments: object, **named: object) -> object:
        """Ask the other side, serve what it asks meanwhile, and return its value or raise its exception.

        Raises
        ------
        PeerLost
            If the other side ends, or sends more than a message may hold.
        ValueNotAllowed
            If an argument cannot cross, or the reply cannot be read.
        """
        sent = [self._encode(argument) for argument in arguments]
        sent_named = {name: self._encode(argument) for name, argument in named.items()}
        self._send("ask", operation, sent, sent_named)
        while True:
            kind, *content = self._receive()
            if kind == "ask":
                self._serve(*content)
            elif kind == "error":
                raise self._revive(self._decode(content[0]))
            elif kind == "value":
                value, changed = content
                for key, data in changed.items():
                    argument = named[key] if isinstance(key, str) else arguments[key]
                    self.changes.take_over(argument, self._decode(data))
                return self._decode(value)
            else:
                raise ValueNotAllowed("the answer's process sent something that is not a reply")

    def serve_forever(self) -> None:
        """Serve requests until the other side has gone."""
        try:
            while True:
                kind, *content = self._receive()
                if kind == "ask":
                    self._serve(*content)
        except PeerLost:
            return

    def _serve(self, operation: str, sent: list[bytes], sent_named: dict[str, bytes]) -> None:
        """Do what the other side asks; send the outcome, and the arguments that are no longer what was received."""
        try:
            received = dict(enumerate(sent)) | sent_named
            arguments = {key: self._decode(data) for key, data in received.items()}
            unchanged = {key: watch(argument) for key, argument in arguments.items()}
            named = {name: arguments[name] for name in sent_named}
            value = self._operations[operation](*[arguments[place] for place in range(len(sent))], **named)
            value = self._encode(value)
            doubtful = {key: self._encode(arguments[key]) for key in arguments if not unchanged[key]()}
            changed = {key: data for key, data in doubtful.items() if data != received[key]}
            reply = ("value", value, changed)
        except BaseException as error:
            reply = ("error", self._encode(self._describe(error)))
        self._send(*reply)

    def _encode(self, value: object) -> bytes:
        return encode(value, self._refer)

    def _decode(self, data: bytes) -> object:
        if not isinstance(data, bytes):
            raise ValueNotAllowed("the answer's process sent something that is not a value")
        return decode(data, self._resolve)

    def _send(self, *message: object) -> None:
        data = encode(list(message))
        if len(data) > MAX_BYTES:
            raise ValueNotAllowed("the values are too big to hand over")
        try:
            self._connection.send_bytes(data)
        except OSError:
            raise PeerLost from None

    def _receive(self) -> list:
        try:
            message = decode(self._connection.recv_bytes(MAX_BYTES))
        except (OSError, EOFError):
            raise PeerLost from None
        if not isinstance(message, list) or len(message) < 2:
            raise ValueNotAllowed("the answer's process sent something that is not a message")
        return message
