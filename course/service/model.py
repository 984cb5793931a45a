"""A model as numbers and names in a JSON file: what fitting learnt, and nothing that runs when it is loaded.

The price of a home is the exponential of a sum: a weight for each number, an offset for each word. Where a home is
unlike those of training, the answer is a fallback, and says so.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from course.service.home import NUMBERS, WORDS

FORMAT = 1
KM_PER_DEGREE = 111.2
SAME = 1e-9  # relative difference of two prices that are the same
UNSEEN = ""  # the word that stands for all that training has not seen

# What is learnt about: the words of a home, and its numbers with a distance in the place of coordinates.
NUMERIC = (*[name for name in NUMBERS if name not in ("latitude", "longitude")], "km")


class BrokenModel(ValueError):
    """A model file that is not whole, or does not give the prices that it says it gives."""


@dataclass(frozen=True)
class Number:
    """What is learnt about a number: the value of a missing one, the range that was seen, the weight of one unit."""

    median: float
    low: float
    high: float
    weight: float


@dataclass(frozen=True)
class Quote:
    """A price per night, and why it is a fallback (None if it is not)."""

    price: float
    reason: str | None


@dataclass(frozen=True)
class Model:
    """A model that prices homes.

    Parameters
    ----------
    version : str
        The day up to which it was trained, such as "2025-03-01".
    rows : int
        Number of stays it was trained on.
    intercept : float
    numbers : mapping of str to Number
        By the names of `NUMERIC`.
    words : mapping of str to mapping of str to float
        Offset by word, by the names of `WORDS`; `UNSEEN` has the offset of any other word.
    centres : mapping of str to sequence of float
        Latitude and longitude of each city's middle.
    medians : mapping of str to float
        Median price by room type, and of all as `UNSEEN`: the fallback.
    golden : sequence of mapping
        Homes, each with the ``price`` that the fitted pipeline gave it.
    """

    version: str
    rows: int
    intercept: float
    numbers: Mapping[str, Number]
    words: Mapping[str, Mapping[str, float]]
    centres: Mapping[str, Sequence[float]]
    medians: Mapping[str, float]
    golden: Sequence[Mapping[str, object]]

    def quote(self, home: Mapping[str, object]) -> Quote:
        """Price a home with the fields of `course.service.home.Home`."""
        if reason := self._unlike(home):
            return Quote(self.medians.get(home["room_type"], self.medians[UNSEEN]), reason)
        found = features(home, self.centres)
        total = self.intercept
        for name, number in self.numbers.items():
            value = number.median if found[name] is None else found[name]
            total += number.weight * value
        for name, offsets in self.words.items():
            total += offsets.get(found[name], offsets[UNSEEN])
        return Quote(math.exp(total), None)

    def check(self) -> None:
        """Price the golden homes.

        Raises
        ------
        BrokenModel
            If one does not cost what the pipeline said.
        """
        for row in self.golden:
            home = {name: value for name, value in row.items() if name != "price"}
            quote = self.quote(home)
            if quote.reason or not math.isclose(quote.price, row["price"], rel_tol=SAME):
                raise BrokenModel(
                    f"model {self.version}: a golden home costs {quote.price} instead of {row['price']}"
                    + (f" ({quote.reason})" if quote.reason else "")
                )

    def to_bytes(self) -> bytes:
        """Return the model file: the same model gives the same bytes."""
        model = asdict(self)
        whole = {"format": FORMAT, "sha256": _digest(model), "model": model}
        return json.dumps(whole, ensure_ascii=False, allow_nan=False).encode() + b"\n"

    @classmethod
    def from_bytes(cls, data: bytes) -> "Model":
        """Read a model file, and check its golden homes.

        Raises
        ------
        BrokenModel
            If it is cut off, changed, of another format, or off on a golden home.
        """
        try:
            found = json.loads(data)
            if found["format"] != FORMAT:
                raise BrokenModel(f"format {found['format']!r} is not {FORMAT}, which this program reads")
            if found["sha256"] != _digest(found["model"]):
                raise BrokenModel("its content is not what was written")
            numbers = {name: Number(**number) for name, number in found["model"]["numbers"].items()}
            model = cls(**{**found["model"], "numbers": numbers})
            date.fromisoformat(model.version)
            model.check()
        except BrokenModel:
            raise
        except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError) as error:
            raise BrokenModel(f"it is no model file ({type(error).__name__}: {error})") from error
        return model

    def _unlike(self, home: Mapping[str, object]) -> str | None:
        """Return in which way a home is unlike all those of training, if it is."""
        if home["city"] not in self.centres:
            return f"no home in {home['city']} has been booked yet"
        found = features(home, self.centres)
        for name, number in self.numbers.items():
            value = found[name]
            if value is not None and not number.low <= value <= number.high:
                what = "distance from the city's middle" if name == "km" else name
                return f"{what} {value:.4g} is outside {number.low:.4g} to {number.high:.4g}"
        return None


def features(home: Mapping[str, object], centres: Mapping[str, Sequence[float]]) -> dict[str, object]:
    """Return the features of one home, in training and in serving.

    Parameters
    ----------
    home : mapping
        With the fields of `course.service.home.Home`; its city is one of `centres`.
    centres : mapping of str to sequence of float
        Latitude and longitude of each city's middle.
    """
    latitude, longitude = centres[home["city"]]
    north = home["latitude"] - latitude
    east = (home["longitude"] - longitude) * math.cos(math.radians(latitude))
    named = {name: home[name] for name in (*NUMERIC, *WORDS) if name != "km"}
    return {**named, "km": KM_PER_DEGREE * math.hypot(north, east)}


def _digest(model: object) -> str:
    return hashlib.sha256(json.dumps(model, sort_keys=True).encode()).hexdigest()
