"""Every planted phenomenon is there, at about its planted size.

The ranges leave room for two thousand listings' sampling noise; the sizes are in `course.marketplace.planted`.
"""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from course.marketplace import Marketplace, simulate
from course.marketplace.catalogue import NEW_PROPERTY_TYPES

N = 2000
PLACEHOLDERS = [999.0, 9_999.0]


@pytest.fixture(scope="module", params=[0, 11])
def market(request: pytest.FixtureRequest) -> Marketplace:
    return simulate(N, seed=request.param)


@pytest.fixture(scope="module")
def fresh(market: Marketplace) -> pd.DataFrame:
    """Return the listings with a real price, with the hidden facts."""
    facts = market.truth.listings.drop(columns=["price", "beds", "bathrooms"])
    listings = market.listings.merge(facts, on="listing_id", validate="one_to_one")
    return listings[listings["price"].notna() & ~listings["price"].isin(PLACEHOLDERS)]


@pytest.fixture(scope="module")
def nightly_log_price(market: Marketplace) -> pd.DataFrame:
    """Return the log price of every night (columns) of every listing without a placeholder (index)."""
    keep = market.truth.listings.loc[~market.truth.listings["price"].isin(PLACEHOLDERS), "listing_id"]
    return np.log(by_night(market, "price").loc[keep])


@pytest.fixture(scope="module")
def listing(market: Marketplace) -> pd.DataFrame:
    return market.listings.set_index("listing_id")


def by_night(market: Marketplace, column: str) -> pd.DataFrame:
    """Return a column of the calendar with listings as index and nights as columns."""
    calendar = market.calendar
    listings, nights = calendar["listing_id"].unique(), pd.DatetimeIndex(calendar["date"].unique())
    values = calendar[column].to_numpy().reshape(len(listings), len(nights))
    return pd.DataFrame(values, index=listings, columns=nights)


def intraclass_correlation(values: pd.Series, groups: pd.Series) -> float:
    """One-way ANOVA estimate (Fisher, 1925) over the groups of at least two."""
    table = pd.DataFrame({"value": values, "group": groups})
    by_group = table.groupby("group")["value"]
    table["mean"], table["size"] = by_group.transform("mean"), by_group.transform("size")
    table = table[table["size"] > 1]
    n, k = len(table), table["group"].nunique()
    within = ((table["value"] - table["mean"]) ** 2).sum() / (n - k)
    between = ((table["mean"] - table["value"].mean()) ** 2).sum() / (k - 1)
    typical_size = (n - table["size"].sum() / n) / (k - 1)
    return (between - within) / (between + (typical_size - 1) * within)


# 1. Host effect


def test_half_of_the_price_residual_belongs_to_the_host(fresh: pd.DataFrame):
    numbers = fresh[["accommodates", "bathrooms", "minimum_nights"]].astype("float64")
    levels = pd.get_dummies(fresh[["room_type", "neighbourhood"]], dtype="float64")
    design = np.column_stack(
        [np.log(numbers), fresh["distance_km"], fresh["bathrooms_shared"].astype(float), levels]
    )
    log_price = np.log(fresh["price"].to_numpy())
    coefficients = np.linalg.lstsq(design, log_price, rcond=None)[0]
    residual = pd.Series(log_price - design @ coefficients, index=fresh.index)
    assert 0.38 < intraclass_correlation(residual, fresh["host_id"]) < 0.72


# 2. Stale rows


def test_price_beds_and_bathrooms_are_blank_together_on_stale_rows(market: Marketplace):
    listings = market.listings
    stale = listings["source"] == "previous scrape"
    assert 0.09 < stale.mean() < 0.18
    for column in ("price", "beds", "bathrooms", "estimated_revenue_l365d"):
        assert (listings[column].isna() == stale).all(), column


def test_closed_calendars_are_stale(market: Marketplace):
    stale = market.listings["source"] == "previous scrape"
    closed = market.listings["availability_365"] == 0
    assert 0.75 < stale[closed].mean() < 0.97
    assert 0.01 < stale[~closed].mean() < 0.08


def test_prices_are_missing_not_at_random_but_beds_are_not(market: Marketplace):
    facts = market.truth.listings.merge(market.listings, on="listing_id", suffixes=("", "_shown"))
    stale = facts["source"] == "previous scrape"
    residual = facts["residual"] / facts["residual"].std()
    assert residual[stale].mean() - residual[~stale].mean() > 0.2
    expected_beds = facts.groupby(["room_type", "accommodates"])["beds"].transform("mean")
    difference = (facts["beds"] - expected_beds).groupby(stale).mean()
    assert abs(difference[True] - difference[False]) < 0.12


def test_hosts_of_one_listing_are_stale_more_often(market: Marketplace):
    stale = market.listings["source"] == "previous scrape"
    single = market.listings["calculated_host_listings_count"] == 1
    assert 1.2 < stale[single].mean() / stale[~single].mean() < 3.0


# 3. Reviews


def test_scores_are_blank_exactly_where_there_are_no_reviews(market: Marketplace):
    none = market.listings["number_of_reviews"] == 0
    scores = [name for name in market.listings if name.startswith("review_scores")]
    for column in (*scores, "first_review", "last_review", "reviews_per_month"):
        assert (market.listings[column].isna() == none).all(), column


def test_few_reviews_make_perfect_ratings_and_a_wide_spread(market: Marketplace):
    count, rating = market.listings["number_of_reviews"], market.listings["review_scores_rating"]
    few, many = rating[count.between(1, 3)], rating[count >= 20]
    assert 0.53 < (few == 5.0).mean() < 0.80
    assert 0.02 < (many == 5.0).mean() < 0.07
    assert 0.40 < few.std() < 1.2
    assert 0.13 < many.std() < 0.28


# 4. Simpson's reversal


def test_instant_booking_is_cheaper_overall_and_dearer_in_both_groups(fresh: pd.DataFrame):
    def premium(rows: pd.DataFrame) -> float:
        instant = rows["instant_bookable"].astype(bool)
        log_price = np.log(rows["price"])
        return log_price[instant].mean() - log_price[~instant].mean()

    large = fresh["is_large_host"]
    assert -0.20 < premium(fresh) < -0.04
    assert 0.06 < premium(fresh[large]) < 0.18
    assert 0.06 < premium(fresh[~large]) < 0.18


def test_large_hosts_are_few_and_their_listings_nearly_identical(fresh: pd.DataFrame):
    large = fresh[fresh["is_large_host"]]
    assert large["host_id"].nunique() == 3
    assert (large["accommodates"] == 2).all()
    within = np.log(large["price"]) - np.log(large["price"]).groupby(large["host_id"]).transform("mean")
    assert within.std() < 0.2 < 0.5 < np.log(fresh["price"]).std()


# 5. Prices


def test_price_residuals_have_heavy_right_tails(fresh: pd.DataFrame):
    residual = fresh.loc[~fresh["is_large_host"], "residual"]
    assert 0.2 < residual.skew() < 2.0
    assert 0.15 < residual.kurt() < 8.0


def test_prices_heap_on_fives_and_a_few_are_placeholders(market: Marketplace):
    price = market.listings["price"].dropna()
    assert 0.40 < (price % 5 == 0).mean() < 0.70
    assert 0.001 < price.isin(PLACEHOLDERS).mean() < 0.01
    assert (price == 9_999.0).any()
    assert (price == price.round()).all()


# 6. Categories


def test_neighbourhoods_have_a_long_tail(market: Marketplace):
    names = market.neighbourhoods["neighbourhood"]
    assert names.is_unique
    assert market.neighbourhoods.groupby("city").size().between(38, 60).all()
    counts = market.listings["neighbourhood"].value_counts()
    assert (counts < 3).mean() > 0.2


def test_half_of_the_amenity_texts_occur_once(market: Marketplace):
    counts = Counter(name for names in market.listings["amenities"] for name in names)
    assert 700 < len(counts) < 2100
    assert 0.43 < np.mean([count == 1 for count in counts.values()]) < 0.62
    assert any("\u2013" in name for name in counts)
    assert any("\u2019" in name for name in counts)


def test_a_split_by_host_leaves_unseen_categories(market: Marketplace):
    held_out = market.listings["host_id"] % 5 == 0
    known = set(market.listings.loc[~held_out, "neighbourhood"])
    known_amenities = {name for names in market.listings.loc[~held_out, "amenities"] for name in names}
    assert not set(market.listings.loc[held_out, "neighbourhood"]) <= known
    assert (
        not {name for names in market.listings.loc[held_out, "amenities"] for name in names}
        <= known_amenities
    )
    other = simulate(N, seed=99).neighbourhoods["neighbourhood"]
    assert 0.05 < (~other.isin(market.neighbourhoods["neighbourhood"])).mean() < 0.5


def test_new_kinds_of_home_appear_only_after_the_start(market: Marketplace):
    listed_on = market.lifecycle["listed_on"]
    new = market.listings["property_type"].isin(NEW_PROPERTY_TYPES)
    assert new.any()
    assert listed_on[new].min() >= market.calendar["date"].min()


# 7. Nights


def test_a_third_of_the_listings_charges_more_at_weekends(
    market: Marketplace, nightly_log_price: pd.DataFrame
):
    past = nightly_log_price.loc[:, nightly_log_price.columns < market.truth.drift_date]
    weekend = past.columns.day_of_week.isin([4, 5])
    premium = past.loc[:, weekend].mean(axis=1) - past.loc[:, ~weekend].mean(axis=1)
    charged = premium[premium > 0.01]
    assert 0.23 < len(charged) / len(premium) < 0.40
    assert 0.06 < charged.median() < 0.11


def test_a_minority_changes_its_price_with_the_season(market: Marketplace, nightly_log_price: pd.DataFrame):
    past = nightly_log_price.loc[:, nightly_log_price.columns < market.truth.drift_date]
    by_month = past.T.groupby(past.columns.to_period("M")).mean()
    spread = by_month.max() - by_month.min()
    assert 0.20 < (spread > 0.10).mean() < 0.45
    assert spread.median() < 0.08


def test_the_event_lifts_nine_nights_of_one_city(
    market: Marketplace, nightly_log_price: pd.DataFrame, listing: pd.DataFrame
):
    truth = market.truth
    start, end = truth.event_start, truth.event_end
    assert (end - start).days + 1 == 9
    week = pd.Timedelta(days=14)
    event = nightly_log_price.loc[:, start:end].mean(axis=1)
    around = [nightly_log_price.loc[:, start + shift : end + shift].mean(axis=1) for shift in (-week, week)]
    lift = event - (around[0] + around[1]) / 2
    by_city = lift.groupby(listing["city"].reindex(lift.index)).mean()
    assert 0.09 < by_city[truth.event_city] < 0.15
    assert by_city.drop(truth.event_city).abs().max() < 0.03


def test_availability_persists_and_depends_on_the_horizon(market: Marketplace):
    wide = by_night(market, "available")
    future = wide.loc[:, wide.columns >= market.listings["snapshot_date"].iloc[0]].to_numpy()
    today, tomorrow = future[:, :-1], future[:, 1:]
    assert tomorrow[today].mean() - tomorrow[~today].mean() > 0.75
    assert 0.23 < future[:, :7].mean() < 0.47
    assert 0.50 < future[:, 60:180].mean() < 0.81
    assert 0.40 < future[:, 270:].mean() < 0.56


# 8. Drift


def test_private_rooms_lose_fifteen_per_cent_from_the_drift_on(
    market: Marketplace, nightly_log_price: pd.DataFrame, listing: pd.DataFrame
):
    drift, four_weeks = market.truth.drift_date, pd.Timedelta(days=28)
    assert drift > market.listings["snapshot_date"].max()
    nights = nightly_log_price.columns
    after = nightly_log_price.loc[:, (nights >= drift) & (nights < drift + four_weeks)].mean(axis=1)
    before = nightly_log_price.loc[:, (nights < drift) & (nights >= drift - four_weeks)].mean(axis=1)
    private = listing["room_type"].reindex(after.index) == market.truth.drift_room_type
    change = (after - before).groupby(private).mean()
    assert abs(change[True] - change[False] - np.log(0.85)) < 0.03


def test_more_guests_travel_alone_from_the_drift_on(market: Marketplace, listing: pd.DataFrame):
    roomy = listing["accommodates"].reindex(market.bookings["listing_id"]).to_numpy() > 1
    stays = market.bookings[roomy]
    alone = (stays["guests"] == 1).groupby(stays["check_in"] >= market.truth.drift_date).mean()
    assert abs(alone[False] - 0.18) < 0.02
    assert abs(alone[True] - 0.40) < 0.02
    assert market.truth.solo_share == (0.18, 0.40)


def test_the_drift_date_depends_on_the_seed():
    dates = {simulate(1, seed=seed).truth.drift_date for seed in range(10)}
    assert len(dates) >= 8


# 9. Position bias


def test_shuffled_searches_reveal_examination_and_ranked_ones_overstate_it(market: Marketplace):
    searches, examination = market.searches, market.truth.examination
    full = searches[searches.groupby("search_id")["position"].transform("size") == 10]
    by_search = searches.groupby("search_id")[["shuffled", "explored"]].first().mean()
    assert 0.10 < by_search["shuffled"] < 0.14
    assert 0.015 < by_search["explored"] < 0.025
    rate = full.groupby(["shuffled", "position"])["clicked"].mean()
    shuffled, ranked = rate[True] / rate[True].iloc[0], rate[False] / rate[False].iloc[0]
    assert abs(examination[10] - 0.2) < 0.001
    assert (shuffled - examination).abs().max() < 0.12
    assert (ranked[4:] < 0.85 * examination[4:]).all()


# 10. Bookings


def test_bookings_are_cancelled_more_often_when_made_long_before(market: Marketplace):
    bookings = market.bookings
    cancelled = bookings["status"] == "cancelled"
    assert 0.06 < cancelled.mean() < 0.16
    lead = bookings["check_in"] - bookings["created_at"]
    early, late = cancelled[lead > pd.Timedelta(days=60)], cancelled[lead < pd.Timedelta(days=7)]
    assert early.mean() > 1.5 * late.mean()
    assert (bookings["cancelled_at"].notna() == cancelled).all()


def test_outcomes_are_known_late(market: Marketplace):
    bookings = market.bookings
    stayed = bookings[bookings["status"] == "completed"]
    waited = (stayed["outcome_known_at"] - stayed["check_out"]).dt.days
    assert waited.between(1, 14).all()
    assert abs(stayed["rating"].notna().mean() - 0.65) < 0.02
    assert (stayed["rating"].notna() == stayed["reviewed_on"].notna()).all()
    assert (waited[stayed["rating"].isna()] == 14).all()


def test_late_starters_have_been_observed_for_less_time(market: Marketplace):
    late = market.lifecycle["listed_on"] >= market.calendar["date"].min()
    assert 0.25 < late.mean() < 0.35
    nights = market.listings["estimated_occupancy_l365d"].astype("float64")
    assert 0.3 < nights[late].mean() / nights[~late].mean() < 0.7


# 11. Leaks


def test_estimated_revenue_leaks_the_value_of_the_past_year(market: Marketplace):
    end = market.listings["snapshot_date"].iloc[0]
    bookings = market.bookings
    year = bookings["check_in"].between(end - pd.Timedelta(days=365), end, inclusive="left")
    value = bookings[year & (bookings["status"] == "completed")].groupby("listing_id")["price"].sum()
    listings = market.listings[market.listings["price"].notna()]
    value = value.reindex(listings["listing_id"]).fillna(0.0).to_numpy()
    assert np.corrcoef(value, listings["estimated_revenue_l365d"])[0, 1] > 0.9


# 12. Annotations


def votes(market: Marketplace) -> pd.DataFrame:
    table = market.annotations.merge(market.photos, on="photo_id").merge(
        market.truth.listings[["listing_id", "is_underserved"]], on="listing_id"
    )
    return table.assign(wrong=table["label"] != table["room"])


def test_annotators_err_at_known_unequal_rates(market: Marketplace):
    served = votes(market).query("not is_underserved")
    measured = served.groupby("annotator")["wrong"].mean()
    assert (measured - market.truth.annotator_error).abs().max() < 0.08
    assert measured["ann_1"] < 0.06
    assert measured["ann_5"] > 0.28


def test_photos_of_the_underserved_group_are_annotated_worse(market: Marketplace):
    wrong = votes(market).groupby("is_underserved")["wrong"].mean()
    assert 1.3 < wrong[True] / wrong[False] < 2.2


# 13. The under-served group


def test_the_underserved_group_is_small_and_stale_more_often(market: Marketplace):
    group = market.listings["neighbourhood_group"] == market.truth.underserved_group
    assert 0.04 < group.mean() < 0.12
    stale = market.listings["source"] == "previous scrape"
    assert 1.1 < stale[group].mean() / stale[~group].mean() < 3.5


@pytest.mark.parametrize("seed", [0, 11])
def test_search_shows_the_underserved_group_less_at_equal_quality(seed: int):
    market = simulate(3 * N, seed=seed)  # in a smaller one the levels hold a few of their homes only
    ranked = market.searches[~market.searches["shuffled"]]
    looks = market.truth.examination[ranked["position"]].to_numpy()
    exposure = pd.Series(looks).groupby(ranked["listing_id"].to_numpy()).sum()
    facts = market.truth.listings.merge(
        market.offers[["listing_id", "city", "accommodates"]], on="listing_id"
    )
    facts = facts[facts["city"] == "Larkhaven"].merge(market.lifecycle, on="listing_id")
    always = (facts["listed_on"] < market.calendar["date"].min()) & facts["closed_on"].isna()
    facts = facts[always & (facts["accommodates"] == 2)]
    facts["exposure"] = exposure.reindex(facts["listing_id"]).fillna(0.0).to_numpy()
    facts["level"] = pd.cut(facts["attractiveness"], [-0.8, -0.3, 0.3, 0.8, 1.6])
    means = facts.pivot_table(
        index="level", columns="is_underserved", values="exposure", observed=True
    ).dropna()
    ratio = means[True].sum() / means[False].sum()
    assert 0.5 < ratio < 0.75
