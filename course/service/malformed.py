"""Requests that nobody should send, and somebody does."""

import json
from collections.abc import Callable, Mapping

import numpy as np

from course.service.home import MOST_BYTES, NUMBERS, WORDS

Rng = np.random.Generator


def malformed(rng: Rng, home: Mapping[str, object]) -> bytes:
    """Return a request for a home with one thing wrong, so that it has to be refused.

    Parameters
    ----------
    rng : numpy.random.Generator
    home : mapping
        With the fields of `course.service.home.Home`.
    """
    return DAMAGES[rng.integers(len(DAMAGES))](rng, dict(home))


def _cut(rng: Rng, home: dict) -> bytes:
    raw = json.dumps(home).encode()
    return raw[: rng.integers(len(raw))]


def _random_bytes(rng: Rng, home: dict) -> bytes:
    return b"\x00" + rng.bytes(rng.integers(2000))


def _broken_utf8(rng: Rng, home: dict) -> bytes:
    raw = json.dumps(home).encode()
    place = rng.integers(len(raw))
    return (
        raw[:place] + rng.choice([b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf5\x80\x80\x80"]) + raw[place:]
    )


def _utf16(rng: Rng, home: dict) -> bytes:
    return json.dumps(home).encode("utf-16")


def _no_object(rng: Rng, home: dict) -> bytes:
    return rng.choice([b"null", b"[]", b"0", b'"home"', b"[{}]", b"true"])


def _deep(rng: Rng, home: dict) -> bytes:
    depth = int(rng.integers(1, MOST_BYTES // 2))
    return b"[" * depth + b"]" * depth


def _deep_field(rng: Rng, home: dict) -> bytes:
    depth = int(rng.integers(1, 2000))
    return _with_text(home, rng.choice(NUMBERS), '{"a":' * depth + "1" + "}" * depth)


def _too_large(rng: Rng, home: dict) -> bytes:
    return json.dumps(home).encode() + b" " * MOST_BYTES


def _no_number(rng: Rng, home: dict) -> bytes:
    return _with_text(
        home, rng.choice(NUMBERS), rng.choice(["NaN", "Infinity", "-Infinity", "1e999", "-1e400"])
    )


def _huge_integer(rng: Rng, home: dict) -> bytes:
    return _with_text(home, rng.choice(NUMBERS), rng.choice(["", "-"]) + "9" * int(rng.integers(5, 6000)))


def _wrong_type(rng: Rng, home: dict) -> bytes:
    name = rng.choice(NUMBERS)
    return _with_text(home, name, rng.choice(["true", "false", '"2"', "[2]", "{}", '"NaN"', '""']))


def _word_of_another_type(rng: Rng, home: dict) -> bytes:
    return _with_text(home, rng.choice(WORDS), rng.choice(["null", "1", "true", "[]", '{"city": "x"}', '""']))


def _bad_word(rng: Rng, home: dict) -> bytes:
    bad = [
        r'"\ud800"',
        r'"a\u0000b"',
        r'"\udfff\ud800"',
        r'"\n"',
        '"' + "x" * int(rng.integers(101, 2000)) + '"',
    ]
    return _with_text(home, rng.choice(WORDS), rng.choice(bad))


def _out_of_range(rng: Rng, home: dict) -> bytes:
    return _with_text(home, rng.choice(NUMBERS), rng.choice(["-181", "1e300", "5000", "2000.5"]))


def _missing(rng: Rng, home: dict) -> bytes:
    del home[rng.choice(list(home))]
    return json.dumps(home).encode()


def _unknown(rng: Rng, home: dict) -> bytes:
    names = [
        "price",
        "",
        "City",
        "__proto__",
        "request_id ",
        "\ud800",
        "\x00",
        "ß" * int(rng.integers(1, 500)),
    ]
    return json.dumps({**home, str(rng.choice(names)): 1}).encode()


def _repeated(rng: Rng, home: dict) -> bytes:
    name = str(rng.choice(list(home)))
    return json.dumps(home)[:-1].encode() + f", {json.dumps(name)}: {json.dumps(home[name])}}}".encode()


def _bad_id(rng: Rng, home: dict) -> bytes:
    bad = ['""', "7", '"a b"', '"\\u0000"', '"' + "a" * 65 + '"', '"a\\n"', '"\\ud800"', "[]", '"\u00e9"']
    return json.dumps(home)[:-1].encode() + f', "request_id": {rng.choice(bad)}}}'.encode()


def _with_text(home: dict, name: str, text: str) -> bytes:
    """Return the home as JSON, with a text in the place of one value."""
    raw = json.dumps({**home, name: "@here@"})
    return raw.replace('"@here@"', text).encode("utf-8", "surrogatepass")


DAMAGES: tuple[Callable[[Rng, dict], bytes], ...] = (
    _cut,
    _random_bytes,
    _broken_utf8,
    _utf16,
    _no_object,
    _deep,
    _deep_field,
    _too_large,
    _no_number,
    _huge_integer,
    _wrong_type,
    _word_of_another_type,
    _bad_word,
    _out_of_range,
    _missing,
    _unknown,
    _repeated,
    _bad_id,
)
