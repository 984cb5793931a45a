"""Searches: guests, sessions, the ranker's score, and a little exploration."""

import numpy as np
import pandas as pd
import pytest

from course.marketplace import Marketplace, simulate


@pytest.fixture(scope="module", params=range(3))
def market(request: pytest.FixtureRequest) -> Marketplace:
    return simulate(1000, seed=request.param)


@pytest.fixture(scope="module")
def impressions(market: Marketplace) -> pd.DataFrame:
    return market.searches.assign(attraction=market.truth.attraction)


def test_the_ranker_shows_the_highest_scores_first(market: Marketplace):
    searches = market.searches
    ordinary = searches[~searches["shuffled"]]
    drop = ordinary.groupby("search_id")["score"].diff().dropna()
    assert (drop <= 0).all()
    rise = searches[searches["shuffled"]].groupby("search_id")["score"].diff().dropna() > 0
    assert 0.4 < rise.mean() < 0.6


def test_exploring_searches_show_any_candidate(market: Marketplace):
    searches = market.searches
    explored = searches[searches["explored"]]
    assert explored["shuffled"].all()
    assert 0.015 < searches.drop_duplicates("search_id")["explored"].mean() < 0.026
    best = searches[searches["shuffled"] & ~searches["explored"]]
    full = [
        table[table.groupby("search_id")["position"].transform("max") == 10] for table in (explored, best)
    ]
    assert full[0]["score"].mean() < full[1]["score"].mean() - 0.4
    # Seen without the ranker's choice, the under-served group has its share of the impressions.
    facts = market.truth.listings.set_index("listing_id")["is_underserved"]
    larkhaven = [table[table["city"] == "Larkhaven"]["listing_id"].map(facts).mean() for table in full]
    assert larkhaven[0] > 1.2 * larkhaven[1]


def test_a_session_is_one_guest_and_one_trip(market: Marketplace):
    sessions = market.searches.groupby("session_id")
    for name in ("guest_id", "city", "check_in", "guests"):
        assert sessions[name].nunique().eq(1).all(), name
    sizes = sessions["search_id"].nunique()
    assert 1.9 < sizes.mean() < 2.5
    assert sessions["searched_at"].agg(lambda times: times.max() - times.min()).max() < pd.Timedelta(hours=3)
    per_guest = market.searches.groupby("guest_id")["session_id"].nunique()
    assert per_guest.mean() > 2


def test_clicks_come_from_looking_and_liking(market: Marketplace, impressions: pd.DataFrame):
    looked_at = market.truth.examination.loc[impressions["position"]].to_numpy()
    expected = looked_at * impressions["attraction"]
    assert impressions["attraction"].between(0, 1).all()
    assert abs(impressions["clicked"].mean() / expected.mean() - 1) < 0.03
    by_position = impressions["clicked"].groupby(impressions["position"]).mean()
    assert (by_position / expected.groupby(impressions["position"]).mean() - 1).abs().max() < 0.12


def test_a_guests_taste_for_price_can_be_learnt_from_their_clicks(
    market: Marketplace, impressions: pd.DataFrame
):
    price = np.log(market.truth.listings.set_index("listing_id")["price"].clip(upper=998))
    dear = price.loc[impressions["listing_id"]].to_numpy()
    dear = (dear - dear.mean()) / dear.std()
    looked_at = market.truth.examination.loc[impressions["position"]].to_numpy()
    by_score = pd.qcut(impressions["score"], 20)
    liked = impressions["clicked"] / looked_at
    rest = liked - liked.groupby(by_score, observed=True).transform("mean")
    half = impressions["session_id"] % 2 == 0
    # Against what dear homes get from everybody, which the score does not hold.
    slope = np.polyfit(dear, rest, 1)[0]
    taste = pd.DataFrame(
        {"guest": impressions["guest_id"], "half": half, "taste": (rest - slope * dear) * dear}
    )
    seen = taste.groupby(["guest", "half"])["half"].transform("size") >= 20
    taste = taste[seen].pivot_table(index="guest", columns="half", values="taste").dropna()
    assert taste.corr().iloc[0, 1] > 0.1


def test_more_searches_per_listing():
    few, many = (simulate(100, seed=1, searches_per_listing=k) for k in (10, 60))
    n_few, n_many = (m.searches["search_id"].max() for m in (few, many))
    assert n_few <= 1000 < n_many <= 6000
    assert many.listings.equals(few.listings)
    assert len(many.truth.attraction) == len(many.searches)
