"""Reviews: which stays got one, those from before the simulated nights, stars, sub-scores and texts."""

import numpy as np
import pandas as pd

from course.marketplace import planted
from course.marketplace.catalogue import words
from course.marketplace.nights import DAY
from course.marketplace.world import World

FIVE_STARS = 2.15  # log-odds of five stars at average quality
FIVE_STARS_PER_QUALITY = 0.77
BELOW_FIVE = np.array([0.65, 0.16, 0.06, 0.13])  # shares of 4, 3, 2 and 1 stars
SCORES = {  # mean difference from the rating, slope on it, and sd of what the rating does not say
    "review_scores_accuracy": (0.05, 0.95, 0.10),
    "review_scores_cleanliness": (0.01, 0.95, 0.13),
    "review_scores_checkin": (0.09, 0.75, 0.135),
    "review_scores_communication": (0.10, 0.70, 0.14),
    "review_scores_location": (0.02, 0.45, 0.19),
    "review_scores_value": (-0.05, 0.95, 0.10),
}
TYPICAL_RATING = 4.78
SCORE_SD = 0.4  # of one guest's sub-score about what the listing deserves
OPENINGS = words(
    "Great stay!|Great place.|Lovely flat.|We had a wonderful time.|Perfect for a weekend.|"
    "Exactly as described.|Very nice host.|Good value.|Un séjour très agréable.|Alles prima!|"
    "Would stay again.|A great little home.|Comfortable and quiet."
)
MIDDLES = words(
    "||| Spotlessly clean.| Clean and tidy.| The location is great.| Great location, close to the trams.|"
    " The bed was soft.| Check-in was easy.| The kitchen had all we needed.| Clean, bright and warm.|"
    " A bit of noise from the street at night.|<br/>The host answered within minutes."
)
ENDINGS = words(
    "|| Highly recommended.| We\u2019ll be back!|<br/>Thank you!| Would recommend to anyone.| Merci !|"
    " The shower could be warmer.| 10/10| Great for families.| \u201cHome from home\u201d, as promised."
)


def draw_guest_reviews(world: World, homes: pd.DataFrame, bookings: pd.DataFrame, block: int) -> pd.DataFrame:
    """Return `bookings` with the review, if the guest wrote one, and the time when the outcome is known.

    Adds `stars` and `review_night`, NaN without a review, and `known` in minutes.
    """
    rng = world.rng("guest reviews", block)
    n = len(bookings)
    stars = _stars(rng, homes["quality"].to_numpy()[bookings["row"]])
    written = (rng.random(n) < planted.REVIEW_SHARE) & ~bookings["cancelled"].to_numpy()
    delay = np.minimum(1 + np.floor(rng.exponential(3.0, n)), planted.REVIEW_DAYS)
    night = bookings["check_in"].to_numpy() + bookings["nights"].to_numpy() + delay
    cancelled = bookings["cancelled"].to_numpy()
    last_day = bookings["check_in"].to_numpy() + bookings["nights"].to_numpy() + planted.REVIEW_DAYS
    return bookings.assign(
        stars=np.where(written, stars, np.nan),
        review_night=np.where(written, night, np.nan),
        known=np.where(cancelled, bookings["cancelled_at"], DAY * np.where(written, night, last_day)),
    )


def draw_earlier_reviews(
    world: World, homes: pd.DataFrame, bookings: pd.DataFrame, block: int
) -> pd.DataFrame:
    """Return reviews from before the first simulated night, at a pace like that of the simulated ones."""
    rng = world.rng("earlier reviews", block)
    n = len(homes)
    first = homes["first_night"].to_numpy()
    stop = np.clip(homes["closing_night"].to_numpy(), first, 0)
    stays = np.bincount(bookings["row"], weights=~bookings["cancelled"], minlength=n)
    nights = np.clip(homes["closing_night"].to_numpy(), 1, world.n_nights) - np.maximum(first, 0)
    typical = stays.sum() / max(nights.sum(), 1)
    pace = (stays + 20.0 * typical) / (np.maximum(nights, 0) + 20.0)
    pace[stays == 0] *= rng.random(int((stays == 0).sum())) < 0.5
    count = rng.poisson(0.75 * planted.REVIEW_SHARE * pace * np.maximum(stop - first, 0))
    row = np.repeat(np.arange(n), count)
    night = first[row] + np.floor((stop - first)[row] * rng.random(len(row)) ** 0.7)
    return pd.DataFrame(
        {
            "row": row,
            "night": night.astype(np.int64),
            "stars": _stars(rng, homes["quality"].to_numpy()[row]),
            "guest_id": 1_000_000 + rng.integers(0, 290_000_000, size=len(row)),
        }
    )


def join(bookings: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """Return the reviews of bookings and the earlier ones: row, night, stars, guest_id; oldest first."""
    written = np.flatnonzero(bookings["review_night"].notna())
    recent = bookings.rename(columns={"review_night": "night"})
    columns = {
        name: np.concatenate([earlier[name], recent[name].to_numpy()[written].astype(np.int64)])
        for name in earlier
    }
    # One key made of three: sorted ten times as fast as by np.lexsort, for much of it is in order already.
    keys = [columns[name] - columns[name].min(initial=0) for name in ("row", "night", "guest_id")]
    key = np.ravel_multi_index(keys, [values.max(initial=0) + 1 for values in keys])
    order = np.argsort(key, kind="stable")
    return pd.DataFrame({name: values[order] for name, values in columns.items()})


def summarise(world: World, homes: pd.DataFrame, reviews: pd.DataFrame, day: int, block: int) -> pd.DataFrame:
    """Return the review columns of the listings as they stand at the start of night `day`."""
    n_listings = len(homes)
    reviews = reviews[reviews["night"] < day]
    row, night = reviews["row"].to_numpy(), reviews["night"].to_numpy()
    count = np.bincount(row, minlength=n_listings)
    has = count > 0
    first, last = np.full((2, n_listings), np.nan)
    stops = np.cumsum(count)[has]
    first[has], last[has] = night[stops - count[has]], night[stops - 1]
    months = np.maximum((day - first + 1) / 30.4, 1.0)
    mean = np.bincount(row, weights=reviews["stars"], minlength=n_listings) / np.where(has, count, np.nan)
    columns = {
        "number_of_reviews": count,
        "number_of_reviews_ltm": count_between(reviews, day - 365, day, n_listings),
        "first_night": first,
        "last_night": last,
        "reviews_per_month": np.maximum(np.round(count / months, 2), 0.01),
        "review_scores_rating": np.round(mean, 2),
    }
    traits = _traits(world, homes, block)
    noise = world.rng("scores", block).normal(size=(len(SCORES), n_listings))
    times = np.maximum(count, 1)
    for i, (name, (difference, slope, sd)) in enumerate(SCORES.items()):
        deserved = TYPICAL_RATING + difference + slope * (mean - TYPICAL_RATING) + sd * traits[i]
        score = np.clip(deserved + SCORE_SD * noise[i] / np.sqrt(times), 1.0, 5.0)
        columns[name] = np.round(np.round(score * times) / times, 2)  # a mean of whole stars
    return pd.DataFrame(columns)


def _traits(world: World, homes: pd.DataFrame, block: int) -> np.ndarray:
    """Return what every listing's sub-scores say beyond its rating, in sd, shape (len(SCORES), n_listings)."""
    traits = world.rng("traits", block).normal(size=(len(SCORES), len(homes)))
    central = np.clip((3.0 - homes["distance"].to_numpy()) / 2.0, -2.0, 2.0)
    location = list(SCORES).index("review_scores_location")
    traits[location] = 0.8 * traits[location] + 0.6 * central
    return traits


def count_between(reviews: pd.DataFrame, first: int, stop: int, n_listings: int) -> np.ndarray:
    """Return every listing's number of reviews from night `first` to before night `stop`."""
    row, night = reviews["row"].to_numpy(), reviews["night"].to_numpy()
    return np.bincount(row[(night >= first) & (night < stop)], minlength=n_listings)


def draw_comments(world: World, n: int, block: int) -> np.ndarray:
    """Return `n` review texts, shape (n,), object."""
    rng = world.rng("comments", block)
    parts = (np.array(texts, dtype=object) for texts in (OPENINGS, MIDDLES, ENDINGS))
    return sum((texts[rng.integers(len(texts), size=n)] for texts in parts), np.full(n, "", dtype=object))


def _stars(rng: np.random.Generator, quality: np.ndarray) -> np.ndarray:
    five = 1.0 / (1.0 + np.exp(-(FIVE_STARS + FIVE_STARS_PER_QUALITY * quality)))
    u = rng.random(len(quality))
    stars = np.full(len(quality), 5)
    for share in (0.0, *np.cumsum(BELOW_FIVE[:-1])):
        stars -= u >= five + (1.0 - five) * share
    return stars
