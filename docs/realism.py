"""What a sceptic measures first on an export, on real ones and on Perch: realism.py docs/dataset.md.

The real ranges are of twenty exports of Inside Airbnb (insideairbnb.com, CC BY 4.0), most of them of 2024 and
2025, and of eleven calendars.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from course.marketplace import Marketplace, simulate

SEEDS = range(5)
N = 2000
BEGIN, END = "<!-- realism: begin -->", "<!-- realism: end -->"
ENTIRE = "Entire home/apt"


class Relation(NamedTuple):
    """One figure of an export, with the least and the largest that real exports show."""

    name: str
    low: float
    high: float
    measure: Callable[[Marketplace], float]


def _well_reviewed(market: Marketplace) -> pd.DataFrame:
    return market.listings[market.listings["number_of_reviews"] >= 20]


def _score_correlation(score: str) -> Callable[[Marketplace], float]:
    def measure(market: Marketplace) -> float:
        listings = _well_reviewed(market)
        return listings["review_scores_rating"].corr(listings[f"review_scores_{score}"])

    return measure


def _spearman(market: Marketplace, one: str, other: str) -> float:
    pair = market.listings[[one, other]].dropna()
    ranks = pair.apply(lambda column: column.map(len) if column.dtype == object else column).rank()
    return ranks[one].corr(ranks[other])


def _superhosts(listings: pd.DataFrame) -> pd.DataFrame:
    return listings[listings["host_is_superhost"].fillna(False).astype(bool)]


def _superhost_share(listings: pd.DataFrame) -> float:
    return listings["host_is_superhost"].astype("float64").mean()


def _superhosts_reviews(market: Marketplace) -> float:
    counts = market.listings.groupby("host_is_superhost")["number_of_reviews"].median()
    return counts[True] / counts[False]


def _estimates_by_rule(market: Marketplace) -> float:
    listings = market.listings
    nights = 2 * listings["number_of_reviews_ltm"] * listings["minimum_nights"].clip(lower=3)
    return (listings["estimated_occupancy_l365d"] == nights.clip(upper=255)).mean()


def _runs(market: Marketplace) -> float:
    """Return the mean number of runs of open and of closed nights in a listing's coming year."""
    nights = market.calendar[market.calendar["date"] >= market.listings["snapshot_date"].iloc[0]]
    is_open = nights["available"].to_numpy().reshape(len(market.listings), -1)
    return 1 + (is_open[:, 1:] != is_open[:, :-1]).sum(axis=1).mean()


def _price_spread(market: Marketplace) -> float:
    prices = market.listings.loc[market.listings["room_type"] == ENTIRE, "price"]
    return prices.quantile(0.9) / prices.quantile(0.1)


def _days_to_first_booking(market: Marketplace) -> pd.Series:
    listed = market.lifecycle.set_index("listing_id")["listed_on"]
    new = listed[listed >= market.calendar["date"].min()]
    first = market.bookings.groupby("listing_id")["created_at"].min()
    return ((first.reindex(new.index) - new) / pd.Timedelta(days=1)).dropna()


RELATIONS = (
    *(
        Relation(f"rating and {name}, correlation (20 reviews or more)", low, high, _score_correlation(score))
        for name, score, low, high in (
            ("location", "location", 0.28, 0.58),
            ("cleanliness", "cleanliness", 0.68, 0.91),
            ("value", "value", 0.60, 0.94),
            ("check-in", "checkin", 0.60, 0.79),
        )
    ),
    Relation(
        "superhosts, share of listings without reviews",
        *(0.11, 0.31),
        lambda market: _superhost_share(market.listings[market.listings["number_of_reviews"] == 0]),
    ),
    Relation(
        "superhosts, share of listings with 20 reviews or more",
        *(0.49, 0.77),
        lambda market: _superhost_share(_well_reviewed(market)),
    ),
    Relation(
        "superhosts' listings with 20 reviews or more: share rated below 4.7",
        *(0.02, 0.08),
        lambda market: (_superhosts(_well_reviewed(market))["review_scores_rating"] < 4.7).mean(),
    ),
    Relation("median number of reviews, superhosts' over the others'", 3.6, 11, _superhosts_reviews),
    Relation(
        "size of the host and rating, rank correlation",
        *(-0.51, -0.06),
        lambda market: _spearman(market, "calculated_host_listings_count", "review_scores_rating"),
    ),
    Relation(
        "`host_id` and `host_since`, rank correlation",
        *(0.995, 1.0),
        lambda market: _spearman(market, "host_id", "host_since"),
    ),
    Relation("`estimated_occupancy_l365d` by Inside Airbnb's rule, share", 1.0, 1.0, _estimates_by_rule),
    Relation(
        "estimated occupancy at its cap, share",
        *(0.03, 0.27),
        lambda market: (market.listings["estimated_occupancy_l365d"] == 255).mean(),
    ),
    Relation("runs of open and closed nights in a year", 4.1, 13.2, _runs),
    Relation("entire homes, 90 % over 10 % quantile of the price", 3.0, 5.5, _price_spread),
    Relation(
        "price and number of amenities, rank correlation",
        *(0.05, 0.42),
        lambda market: _spearman(market, "price", "amenities"),
    ),
    Relation(
        "price and `availability_365`, rank correlation",
        *(-0.13, 0.16),
        lambda market: _spearman(market, "price", "availability_365"),
    ),
    Relation(
        "listings that share their coordinates",
        *(0.02, 0.17),
        lambda market: market.listings.duplicated(["latitude", "longitude"], keep=False).mean(),
    ),
    Relation(
        "more beds than guests, share",
        *(0.006, 0.019),
        lambda market: (
            (market.listings["beds"] > market.listings["accommodates"]).sum()
            / market.listings["beds"].notna().sum()
        ),
    ),
    Relation(
        "response rate of 100 %, share of the known",
        *(0.49, 0.92),
        lambda market: (market.listings["host_response_rate"].dropna() == 1.0).mean(),
    ),
    # No export shows this one: what is plausible, not what was measured.
    Relation(
        "days until a new home's first booking, median",
        *(3, 30),
        lambda market: _days_to_first_booking(market).median(),
    ),
    Relation(
        "new homes booked on their first day, share",
        *(0.0, 0.15),
        lambda market: (_days_to_first_booking(market) < 1).mean(),
    ),
)


def measured(markets: list[Marketplace]) -> dict[str, np.ndarray]:
    """Return every relation's values, one for each market, by name."""
    return {
        relation.name: np.array([float(relation.measure(market)) for market in markets])
        for relation in RELATIONS
    }


def table(values: dict[str, np.ndarray]) -> str:
    """Return the Markdown table of real ranges beside Perch's."""
    lines = ["| | real | Perch |", "|---|---:|---:|"]
    for relation in RELATIONS:
        found = values[relation.name]
        lines.append(
            f"| {relation.name} | {_range(relation.low, relation.high)} | {_range(found.min(), found.max())} |"
        )
    return "\n".join(lines)


def _range(low: float, high: float) -> str:
    texts = [f"{value:.3g}".replace("-", "\N{MINUS SIGN}") for value in (low, high)]
    return texts[0] if texts[0] == texts[1] else " to ".join(texts)


def split(page: str) -> tuple[str, str, str]:
    """Return what stands before the table, the table and what stands after it."""
    before, rest = page.split(BEGIN)
    inside, after = rest.split(END)
    return before, inside.strip(), after


def main(page: Path) -> None:
    """Write the table into the page, between its marks."""
    before, _, after = split(page.read_text(encoding="utf-8"))
    text = table(measured([simulate(N, seed=seed) for seed in SEEDS]))
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
