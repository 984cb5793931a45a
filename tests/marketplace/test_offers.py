"""Offers, unseen cities, late starters and what a listing is worth on average."""

import numpy as np
import pandas as pd
import pytest

from course.marketplace import Marketplace, simulate, unseen_cities
from course.marketplace.draw import Draw
from course.marketplace.world import CITIES


@pytest.mark.parametrize("seed", range(3))
def test_offers_equal_the_listings_wherever_both_have_a_value(seed: int):
    market = simulate(400, seed)
    offers, listings = market.offers, market.listings
    assert len(offers) == len(listings)
    shared = [name for name in listings if name in offers]
    assert {"listing_id", "host_id", "price", "amenities", "neighbourhood", "beds"} <= set(shared)
    for name in shared:
        known = (listings[name].notna() & offers[name].notna()).to_numpy()
        pd.testing.assert_series_equal(offers.loc[known, name], listings.loc[known, name], check_exact=True)
    assert offers["price"].notna().all()
    assert offers["listed_on"].equals(market.lifecycle["listed_on"])


def test_offers_draw_no_booking():
    market = simulate(300, seed=2)
    _ = market.offers
    assert not {"bookings", "blocked", "available", "prices"} & set(vars(market._draw))


def test_unseen_cities_are_new_and_repeatable():
    cities = unseen_cities(seed=3, k=200)
    names = [city.name for city in cities]
    assert len(set(names)) == 200
    assert not set(names) & {city.name for city in CITIES}
    assert unseen_cities(seed=3, k=200) == cities
    assert unseen_cities(seed=4) != cities[:1]
    levels = np.array([city.level for city in cities])
    assert 0.16 < levels.std() < 0.24
    rules = np.array([city.monthly_rule for city in cities])
    assert 0.09 < rules.mean() < 0.13
    assert rules.max() > 0.3
    assert set(pd.cut([city.peak_day for city in cities], [119, 160, 200, 240], labels=False)) == {0, 1, 2}
    old_groups = {group for city in CITIES for group in city.groups}
    for city in cities:
        shares, distances = zip(*city.groups.values(), strict=True)
        assert sum(shares) == pytest.approx(1.0)
        assert list(distances) == sorted(distances)
        assert not set(city.groups) & old_groups


def test_a_market_in_unseen_cities_has_every_table():
    (city,) = unseen_cities(seed=8)
    market = simulate(200, seed=1, cities=[city])
    assert set(market.listings["city"]) == {city.name}
    assert set(market.hosts["city"]) == set(market.searches["city"]) == {city.name}
    assert market.truth.event_city == city.name
    assert set(market.listings["neighbourhood"]) <= set(market.neighbourhoods["neighbourhood"])
    seen = simulate(200, seed=1).neighbourhoods["neighbourhood"]
    assert not market.neighbourhoods["neighbourhood"].isin(seen).any()
    assert len(market.bookings)
    assert len(market.deliveries)
    assert (market.experiments["experiment"] == "badge").any()


@pytest.mark.parametrize("late_share", [0.0, 0.3, 0.85, 1.0])
def test_the_share_of_late_listings_is_as_asked(late_share: float):
    listed_on = simulate(1200, seed=0, late_share=late_share).lifecycle["listed_on"]
    assert abs((listed_on >= "2024-01-01").mean() - late_share) < 0.04


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"run_on": -1}, "run_on"),
        ({"cities": []}, "cities"),
        ({"cities": ["Larkhaven"]}, "cities"),
        ({"late_share": 1.2}, "late_share"),
        ({"late_share": "most"}, "late_share"),
        ({"late_share": float("nan")}, "late_share"),
        ({"searches_per_listing": 0}, "searches_per_listing"),
    ],
)
def test_bad_arguments_are_named(arguments: dict, named: str):
    with pytest.raises(ValueError, match=named):
        simulate(10, **arguments)


@pytest.mark.parametrize(("seed", "k", "named"), [(-1, 1, "seed"), (0, 0, "k"), (0, 1.5, "k"), (0, 500, "k")])
def test_bad_arguments_of_unseen_cities_are_named(seed, k, named: str):
    with pytest.raises(ValueError, match=named):
        unseen_cities(seed, k)


# What a listing is worth on average


def value(market: Marketplace) -> pd.Series:
    """Return 15 % of what completed stays pay that begin within a year of listing, by listing."""
    stays = market.bookings.query("status == 'completed'").merge(market.lifecycle, on="listing_id")
    stays = stays[(stays["check_in"] - stays["listed_on"]).dt.days < 365]
    return 0.15 * stays.groupby("listing_id")["price"].sum()


@pytest.mark.parametrize("seed", range(3))
def test_the_expected_value_is_the_value_without_its_luck(seed: int):
    market = simulate(1500, seed, "2023-01-01", run_on=30)
    expected = market.truth.expected_value
    listed = market.lifecycle.set_index("listing_id")["listed_on"]
    assert set(expected.index) == set(listed.index[listed >= "2023-01-01"])
    realised = value(market).reindex(expected.index).fillna(0.0)
    assert 0.9 < realised.sum() / expected.sum() < 1.1
    assert realised.rank().corr(expected.rank()) > 0.85
    # One more redrawing of everything but homes, demand and blocks is as far from it as what happened.
    spread = (realised - expected)[expected > 0] / np.sqrt(expected[expected > 0])
    assert abs(spread.mean()) < 0.15 * spread.std()


def test_in_a_short_range_no_listing_has_an_expected_value():
    value = simulate(20, seed=3, start="2024-03-01", end="2024-05-31").truth.expected_value
    assert value.empty
    assert (value.name, value.index.name, value.dtype) == ("expected_value", "listing_id", "float64")


def test_the_expected_value_does_not_look_at_what_happened():
    market = simulate(200, seed=3)
    whole = market._draw
    other = Draw(whole.world, whole.n_listings)
    other.__dict__["bookings"] = whole.bookings[:0]
    assert Marketplace(other).truth.expected_value.equals(market.truth.expected_value)
