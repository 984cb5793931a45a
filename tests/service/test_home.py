"""Which bodies are homes, and that every other one is its sender's error."""

import json
import math
import re

import numpy as np
import pytest
from notebooks import ROOT

from course.service.home import MOST_BYTES, BadRequest, Home, read_request
from course.service.malformed import malformed

HOME = {
    "city": "São Brisal",
    "neighbourhood_group": "Baixa",
    "room_type": "Private room",
    "property_type": "Private room in home",
    "accommodates": 2,
    "bathrooms": 1.5,
    "bedrooms": None,
    "beds": 1,
    "minimum_nights": 1,
    "latitude": 36.94,
    "longitude": -27.15,
}


def body(**changes) -> bytes:
    return json.dumps(HOME | changes).encode()


def refusal(raw: bytes) -> BadRequest:
    with pytest.raises(BadRequest) as caught:
        read_request(raw)
    return caught.value


def test_a_home_is_read_as_it_was_sent():
    asked = read_request(body(request_id="b-1"))
    assert asked.request_id == "b-1"
    assert asked.model_dump(include=set(Home.model_fields)) == HOME
    assert read_request(json.dumps(HOME, ensure_ascii=False).encode()).city == "São Brisal"


@pytest.mark.parametrize(
    ("raw", "status", "fields"),
    [
        (b"", 400, set()),
        (b"{", 400, set()),
        (b"[]", 400, set()),
        (b"null", 400, set()),
        (b"\xff" + body(), 400, set()),
        (body().decode().encode("utf-16"), 400, set()),
        (b"[" * 5000 + b"]" * 5000, 400, set()),
        (body() + b" " * MOST_BYTES, 413, set()),
        (body(latitude=math.nan), 400, set()),
        (body(latitude=-math.inf), 400, set()),
        (body().replace(b"36.94", b"1e999"), 422, {"latitude"}),
        (body().replace(b"36.94", b"9" * 400), 422, {"latitude"}),
        (body().replace(b"36.94", b"9" * 5000), 400, set()),
        (body(beds=True), 422, {"beds"}),
        (body(accommodates=True), 422, {"accommodates"}),
        (body(accommodates="2"), 422, {"accommodates"}),
        (body(accommodates=2.5, beds=-1), 422, {"accommodates", "beds"}),
        (body(accommodates=None), 422, {"accommodates"}),
        (body(price=80), 422, {"'price'"}),
        (body(**{"\ud800" * 100: 80}), 422, {ascii("\ud800" * 100)[:60]}),
        (body(city="\ud800"), 422, {"city"}),
        (body(city="a\0b"), 422, {"city"}),
        (body(city=""), 422, {"city"}),
        (body(city="a" * 101), 422, {"city"}),
        (body(city={"a": [1]}), 422, {"city"}),
        (body(request_id="a b"), 422, {"request_id"}),
        (body(request_id="a\n"), 422, {"request_id"}),
        (body()[:-1] + b', "city": "Larkhaven"}', 422, {"city"}),
        (json.dumps({"city": "x"}).encode(), 422, set(HOME) - {"city"}),
    ],
)
def test_what_is_no_home_is_refused_by_the_name_of_the_field(raw, status, fields):
    found = refusal(raw)
    assert (found.status, set(found.fields)) == (status, fields)
    json.dumps([found.error, found.fields], allow_nan=False).encode("utf-8")


def test_the_request_of_the_docs_is_one():
    text = (ROOT / "docs" / "service.md").read_text("utf-8")
    assert (
        read_request(re.search(r"curl \S+ -d '(\{.*?\})'", text, re.DOTALL)[1].encode()).request_id == "a-1"
    )


def test_a_studio_and_what_is_not_known_are_homes():
    read_request(body(bedrooms=0, bathrooms=None, beds=None))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_whatever_is_sent_is_a_home_or_its_senders_error(seed):
    rng = np.random.default_rng(seed)
    for _ in range(3000):
        found = refusal(malformed(rng, HOME))
        assert 400 <= found.status < 500
        json.dumps([found.error, found.fields], allow_nan=False).encode("utf-8")


def test_bytes_that_are_flipped_raise_nothing_else():
    rng = np.random.default_rng(0)
    for _ in range(3000):
        raw = bytearray(body())
        for place in rng.integers(len(raw), size=rng.integers(1, 4)):
            raw[place] = rng.integers(256)
        try:
            read_request(bytes(raw))
        except BadRequest as found:
            assert found.status in (400, 422)
