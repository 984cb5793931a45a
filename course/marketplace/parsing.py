"""One text of an Inside Airbnb file to one value.

Each function takes a stripped, non-empty text and raises a `ValueError` that shows the text and says what was
expected. Most texts repeat, so the readers call these once per distinct text.
"""

import csv
import json
import re
from datetime import date

import numpy as np

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?", re.IGNORECASE)
_WHOLE = re.compile(r"([0-9]{1,19})(\.0+)?")
_THOUSANDS_OR_DECIMALS = re.compile(r"[0-9]+\.[0-9]{3}")
_AMOUNT = r"((?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?)"
_CURRENCY_SIGN = "[$€£¥₹₩₺₽₪₫₱฿]"
_PRICE = re.compile(rf"(?:{_CURRENCY_SIGN}\s*)?{_AMOUNT}|{_AMOUNT}\s*{_CURRENCY_SIGN}")
_RATE = re.compile(r"[0-9]+(\.[0-9]+)?%")
# pandas and Arrow write a date as its midnight.
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})([ T]00:00(:00(\.0+)?)?(Z|\+00:?00)?)?")
_FLAGS = {"t": True, "f": False, "true": True, "false": False}
_BATHROOMS = re.compile(
    r"((?P<count>[0-9]+(\.[0-9]+)?) )?(shared |private )?(?P<half>half-)?baths?", re.IGNORECASE
)
_INT64_MAX = 2**63 - 1
_EXACT_IN_A_FLOAT = 2**53
_TOO_LARGE = 1e15
# What a spreadsheet, a float and JavaScript leave of ids that are too long for them: multiples of this. So
# many ids, or more, are all multiples by chance in fewer than one column of 100,000.
_ROUNDED = {1000: 2, 64: 3, 10: 6}
ROUNDED = "a spreadsheet or a float has rounded the ids; download the file again and do not open it in a spreadsheet"


def _wrong(text: str, expected: str) -> ValueError:
    return ValueError(f"{text[:60]!r} is not {expected}")


def _refuse_thousands(text: str) -> None:
    if _THOUSANDS_OR_DECIMALS.fullmatch(text):
        raise ValueError(
            f"{text[:60]!r} has three digits after the point, which may separate thousands: "
            "write 1250 or 1.25 for 1.250"
        )


def identifier(text: str) -> int:
    """Return an id of up to 19 digits, exactly; "563402.0" is 563402."""
    match = _WHOLE.fullmatch(text)
    if match and int(match[1]) <= (_EXACT_IN_A_FLOAT if match[2] else _INT64_MAX):
        _refuse_thousands(text)
        return int(match[1])
    if _NUMBER.fullmatch(text) and not text.removeprefix("-").isdigit():
        raise ValueError(f"{text[:60]!r} is not a whole number: {ROUNDED}")
    raise _wrong(text, "an id, which is a whole number of at most 19 digits")


def rounded_id(ids: np.ndarray) -> int | None:
    """Return the first id of those too long for a float, if all of them end as if they had been in one.

    Parameters
    ----------
    ids : the distinct ids of a column, int64
    """
    long = ids[ids >= _EXACT_IN_A_FLOAT]
    rounded = any(len(long) >= enough and not (long % step).any() for step, enough in _ROUNDED.items())
    return int(long[0]) if rounded else None


def count(text: str) -> int:
    """Return a number of things; "2.0" is 2."""
    _refuse_thousands(text)
    if (match := _WHOLE.fullmatch(text)) and int(match[1]) <= _INT64_MAX:
        return int(match[1])
    raise _wrong(text, "a whole number, zero or more")


def number(text: str) -> float:
    """Return a number that is zero or more."""
    if _NUMBER.fullmatch(text) and 0 <= (value := float(text)) < _TOO_LARGE:
        return value
    raise _wrong(text, "a number, zero or more, of at most 15 digits")


def rooms(text: str) -> float:
    """Return a number of rooms or beds; "1.5" is one and a half."""
    _refuse_thousands(text)
    return number(text)


def degrees(text: str, limit: float) -> float:
    """Return a coordinate between ``-limit`` and ``limit`` degrees."""
    if _NUMBER.fullmatch(text) and abs(value := float(text)) <= limit:
        return value
    raise _wrong(text, f"a coordinate between -{limit} and {limit} degrees, with a decimal point")


def price(text: str) -> float:
    """Return an amount such as "$1,234.00", "149" or "€80"."""
    if match := _PRICE.fullmatch(text):
        amount = (match[1] or match[2]).replace(",", "")
        _refuse_thousands(amount)
        if (value := float(amount)) < _TOO_LARGE:
            return value
    raise _wrong(
        text, "a price such as $1,234.00, zero or more, of at most 15 digits: correct the cell or empty it"
    )


def rate(text: str) -> float:
    """Return a percentage as a share: "98%" is 0.98."""
    if _RATE.fullmatch(text) and (value := float(text[:-1])) <= 100:
        return value / 100
    raise _wrong(text, "a percentage from 0% to 100%")


def stars(text: str, top: int) -> float | None:
    """Return a rating on a scale up to `top` as 1 to 5 stars.

    Zero is None: no guest can give less than one star, and the platform published 0 for "none yet".
    """
    value = number(text)
    if value == 0:
        return None
    one_star = top // 5
    if one_star <= value <= top:
        return value / one_star
    raise _wrong(text, f"a rating from {one_star} to {top}, the scale of this file")


def flag(text: str) -> bool:
    """Return whether the text is "t" rather than "f"; pandas writes True and False, Excel TRUE and FALSE."""
    if (known := _FLAGS.get(text.lower())) is not None:
        return known
    raise _wrong(text, "t or f")


def iso_date(text: str) -> date:
    """Return a date written YYYY-MM-DD, with or without its midnight."""
    if match := _DATE.fullmatch(text):
        try:
            return date.fromisoformat(match[1])
        except ValueError:
            pass
    raise _wrong(
        text, "a date as YYYY-MM-DD: a spreadsheet may have rewritten the dates; download the file again"
    )


def label(text: str) -> str:
    """Return the text itself."""
    return text


def bathroom_count(text: str) -> float:
    """Return how many bathrooms a text such as "1.5 shared baths" or "Half-bath" means."""
    match = _BATHROOMS.fullmatch(text)
    if match and bool(match["count"]) != bool(match["half"]):
        return float(match["count"] or 0.5)
    raise _wrong(text, "a number of baths such as '1.5 shared baths' or 'Half-bath'")


def bathroom_shared(text: str) -> bool:
    """Return whether a text such as "Shared half-bath" means a shared bathroom."""
    return "shared" in text.lower()


def amenities(text: str) -> list[str]:
    """Return the items of a JSON list, or of the set ``{TV,"Cable TV"}`` that was published until 2020.

    Items stay as published, in their order; blank ones are dropped.
    """
    try:
        if text.startswith("{") and text.endswith("}"):
            rows = csv.reader([text[1:-1]], escapechar="\\", skipinitialspace=True, strict=True)
            items = next(rows, [])
        else:
            items = json.loads(text)
        if not isinstance(items, list):
            raise TypeError
        return [item for item in items if item.strip()]
    except (ValueError, TypeError, AttributeError, csv.Error):
        raise _wrong(text, 'a list of amenities such as ["TV", "Wifi"] or {TV,Wifi}') from None
