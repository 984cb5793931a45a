"""What a model file is, what it says of a home, and what is no model file."""

import json
import math
import pickle
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from course.marketplace import simulate
from course.service import training
from course.service.home import WORDS
from course.service.model import NUMERIC, BrokenModel, Model, features


def edited(model: Model, **changes) -> bytes:
    """Return the model's file with some values overwritten by hand."""
    whole = json.loads(model.to_bytes())
    whole["model"].update(changes)
    return json.dumps(whole).encode()


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_file_prices_as_the_pipeline_does(seed):
    """On other homes than it was fitted to, with blanks and with words it has not seen."""
    table = training.stays(simulate(200, seed=seed), "2024-08-01", 90)
    model = Model.from_bytes(training.fit(table, "2024-08-01").to_bytes())
    pipeline = make_pipeline(
        make_column_transformer(
            (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), list(NUMERIC)),
            (OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=10), list(WORDS)),
        ),
        Ridge(2.0),
    )

    def frame(homes: list[dict]) -> pd.DataFrame:
        rows = pd.DataFrame([features(home, model.centres) for home in homes])[[*NUMERIC, *WORDS]]
        return rows.astype(dict.fromkeys(NUMERIC, "float64"))

    pipeline.fit(frame(training.records(table)), np.log(table["price"]))
    odd = [
        home | change
        for home in training.records(table)[::40]
        for change in ({}, {"bathrooms": None, "beds": None}, {"property_type": "Submarine"})
    ]
    expected = np.exp(pipeline.predict(frame(odd)))
    quotes = [model.quote(home) for home in odd]
    assert {quote.reason for quote in quotes} == {None}
    np.testing.assert_allclose([quote.price for quote in quotes], expected, rtol=1e-9)


def test_the_same_stays_make_the_same_bytes(stays, model):
    again = training.fit(stays.copy(), model.version)
    assert again.to_bytes() == model.to_bytes()
    assert Model.from_bytes(model.to_bytes()).to_bytes() == model.to_bytes()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"city": "Atlantis"}, "no home in Atlantis"),
        ({"latitude": 89.0}, "distance from the city's middle"),
        ({"minimum_nights": 1125}, "minimum_nights 1125 is outside"),
        ({"beds": 50.0}, "beds 50 is outside"),
    ],
)
def test_a_home_unlike_those_of_training_gets_a_fallback_that_says_so(model, homes, change, reason):
    quote = model.quote(homes[0] | change)
    assert reason in quote.reason
    assert quote.price == model.medians[homes[0]["room_type"]]


def test_a_fallback_without_its_room_type_is_the_median_of_all(model, homes):
    quote = model.quote(homes[0] | {"city": "Atlantis", "room_type": "Cave"})
    assert quote.price == model.medians[""]


@pytest.mark.parametrize("share", np.linspace(0, 0.999, 15))
def test_a_file_that_is_cut_off_is_refused(model, share):
    data = model.to_bytes()
    with pytest.raises(BrokenModel):
        Model.from_bytes(data[: int(share * len(data))])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe{}", "no model file"),
        (b"[1, 2]", "no model file"),
        (b"[" * 100_000, "no model file"),
        (pickle.dumps({"format": 1}), "no model file"),
        (b'{"format": 2}', "format 2 is not 1"),
    ],
)
def test_what_is_no_model_is_refused(data, message):
    with pytest.raises(BrokenModel, match=message):
        Model.from_bytes(data)


def test_a_file_that_was_changed_by_hand_is_refused(model):
    with pytest.raises(BrokenModel, match="not what was written"):
        Model.from_bytes(edited(model, intercept=model.intercept + 0.01))


def test_golden_homes_catch_a_wrong_weight_that_the_digest_does_not(model):
    changed = replace(model, intercept=model.intercept + math.log(1.001))
    with pytest.raises(BrokenModel, match="a golden home costs"):
        Model.from_bytes(changed.to_bytes())


def test_every_city_and_room_type_has_a_golden_home(stays, model):
    there = {(row["city"], row["room_type"]) for row in model.golden}
    assert there == set(stays[["city", "room_type"]].itertuples(index=False, name=None))


def test_the_future_does_not_change_what_is_learnt(market, stays):
    """Training rows of a day are those of the market as it was known on that day."""
    pd.testing.assert_frame_equal(training.stays(market.as_of("2025-06-01"), "2025-03-01", 90), stays)
    assert (stays["known_at"] < "2025-03-01").all()
    assert (stays["known_at"] >= "2024-12-01").all()
