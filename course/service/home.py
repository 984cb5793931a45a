"""A home as a request describes it: the fields, their ranges, and reading one from bytes that anybody may send."""

import json
from typing import Annotated, NoReturn

from pydantic import BaseModel, ConfigDict, Field, ValidationError

MOST_BYTES = 10_000

Text = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
Rooms = Annotated[float, Field(ge=0, le=50)]


class Home(BaseModel):
    """What a price is asked for.

    Numbers are numbers and no texts; a room count that is not known is null.
    """

    model_config = ConfigDict(strict=True, frozen=True, allow_inf_nan=False, extra="forbid")

    city: Text
    neighbourhood_group: Text
    room_type: Text
    property_type: Text
    accommodates: Annotated[int, Field(ge=1, le=16)]
    bathrooms: Rooms | None
    bedrooms: Rooms | None
    beds: Rooms | None
    minimum_nights: Annotated[int, Field(ge=1, le=1125)]
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


WORDS = ("city", "neighbourhood_group", "room_type", "property_type")
NUMBERS = tuple(name for name in Home.model_fields if name not in WORDS)


class Request(Home):
    """A home, and a name for the request, so that it can be sent again without being answered twice."""

    request_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$")] | None = None


class BadRequest(Exception):
    """A request that is not answered, and what its sender can do about it.

    Parameters
    ----------
    status : int
        Of HTTP, 400 to 499.
    error : str
    fields : dict of str to str, optional
        What is wrong, by field.
    """

    def __init__(self, status: int, error: str, fields: dict[str, str] | None = None):
        super().__init__(error)
        self.status, self.error, self.fields = status, error, fields or {}


def read_request(raw: bytes) -> Request:
    """Read the body of a request.

    Raises
    ------
    BadRequest
        413 if it is too large, 400 if it is no JSON object, 422 if fields are missing, unknown, repeated, of the wrong
        type or out of range. Whatever the bytes, nothing else is raised.
    """
    if len(raw) > MOST_BYTES:
        raise BadRequest(413, f"the body is larger than {MOST_BYTES} bytes")
    try:
        found = json.loads(raw.decode("utf-8"), object_pairs_hook=_without_repeats, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise BadRequest(400, "the body is no JSON in UTF-8") from error
    if not isinstance(found, dict):
        raise BadRequest(400, "the body is JSON, but no object")
    if unknown := found.keys() - Request.model_fields:
        raise BadRequest(
            422, "a field is unknown", dict.fromkeys(map(_name, unknown), "there is no such field")
        )
    try:
        return Request.model_validate(found)
    except ValidationError as error:
        # Not the value: it may be something that JSON cannot hold, and then the refusal would fail.
        problems = error.errors(include_url=False, include_context=False, include_input=False)
        fields = {str(problem["loc"][0]): problem["msg"] for problem in problems}
        raise BadRequest(422, "the home is not described as it must be", fields) from error


def _without_repeats(pairs: list[tuple[str, object]]) -> dict:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        repeated = {name for name in names if names.count(name) > 1}
        raise BadRequest(422, "a field is given twice", dict.fromkeys(map(_name, repeated), "given twice"))
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"JSON has no {constant}")


def _name(field: object) -> str:
    """Return a field's name as it can be sent back, whatever somebody called it."""
    return field if field in Request.model_fields else ascii(field)[:60]
