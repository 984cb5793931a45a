"""The rules of CSV, held to in every record, on the bytes of a whole file.

Arrow reads a quote inside a field, text after a closing quote or a last line that stops short without a
word, and what it makes of them is wrong. These functions find such places; numpy keeps them quick.
"""

import re

import numpy as np

_QUOTE = ord('"')
_MAY_TOUCH_A_QUOTE = np.zeros(256, dtype=bool)
_MAY_TOUCH_A_QUOTE[list(b',\r\n"')] = True
_BLOCK_BYTES = 1 << 24

_STRAY_QUOTE = (
    "a quote stands inside a field that has none around it: put the field in quotes and double this one, "
    "or download the file again"
)
_STRAY_TEXT = (
    "text follows the quote that closes a field: a quote before it may be missing or one too many; "
    "download the file again"
)
_OPEN_QUOTE = "a quote is never closed: the file may be cut off; download it again"


def misplaced_quote(content: bytes) -> tuple[int, str] | None:
    """Return where the first misplaced quote is and what is wrong with it, or None.

    Quotes open and close in turn. One that opens begins a field or, as the second of two, stands for a quote
    in it; one that closes ends a field or is the first of two.

    Parameters
    ----------
    content : a CSV file whose last line has its end
    """
    text = np.frombuffer(content, dtype=np.uint8)
    inside = 0
    for start in range(0, len(text), _BLOCK_BYTES):
        quotes = np.flatnonzero(text[start : start + _BLOCK_BYTES] == _QUOTE) + start
        opening, closing = quotes[inside::2], quotes[1 - inside :: 2]
        # The file's first byte, if it is a quote, has the last line's end before it: its neighbour is at -1.
        faults = [
            *((int(at), _STRAY_QUOTE) for at in opening[~_MAY_TOUCH_A_QUOTE[text[opening - 1]]][:1]),
            *((int(at), _STRAY_TEXT) for at in closing[~_MAY_TOUCH_A_QUOTE[text[closing + 1]]][:1]),
        ]
        if faults:
            return min(faults)
        inside = (inside + len(quotes)) % 2
    return (len(content) - 1, _OPEN_QUOTE) if inside else None


def is_cut_off(content: bytes) -> bool:
    """Return whether the last line lacks the end that the first line has."""
    first_end = re.search(rb"\r?\n|\r|\Z", content)[0]
    return not first_end or not content.endswith((b"\n", first_end))


def records(content: bytes) -> list[bytes]:
    """Return the records that are not blank, with each quoted field or part of one shortened to a quote.

    The commas left are those between fields. The last record may be cut off anywhere.
    """
    return [line for line in re.sub(rb'"[^"]*"?', b'"', content).splitlines() if line]
