"""Titles of listings."""

import numpy as np
import pandas as pd

from course.marketplace.catalogue import words
from course.marketplace.world import World

ADJECTIVES = words(
    "Sunny|Quiet|Cosy|Spacious|Charming|Modern|COZY|Bright|Elegant|Tiny but mighty|Renovated|Stylish|"
    "Peaceful|Lovely|Historic|Simple|Chic|NEW!|Authentic|Family"
)
NOUNS = {
    "Entire home/apt": words("flat|loft|home|2-storey flat|apartment|hideaway|place|pied-à-terre"),
    "Private room": words("room|double room|bedroom w/ desk|private room|single room|attic room"),
    "Shared room": words("bunk|bed in shared room|shared room"),
    "Hotel room": words("hotel room|king room|double room"),
}
PLACES = ("in", "near", "in the heart of", "5 min from", "by", "|")
EXTRAS = ("", "", "", "", ", parking", " & terrace", " \u2013 long stays welcome", ' "like home"', " ★")
LARGE_HOST_NAME = "Smart Stay serviced studio"


def draw_names(world: World, homes: pd.DataFrame, block: int) -> np.ndarray:
    """Return a title for every listing; a large host's are all alike."""
    rng = world.rng("names", block)
    n = len(homes)
    nouns = np.empty(n, dtype=object)
    u = rng.random(n)
    for room_type, choices in NOUNS.items():
        here = (homes["room_type"] == room_type).to_numpy()
        nouns[here] = np.array(choices, dtype=object)[(u[here] * len(choices)).astype(np.int64)]
    adjective, preposition, extra = (
        np.array(choices, dtype=object)[rng.integers(len(choices), size=n)]
        for choices in (ADJECTIVES, PLACES, EXTRAS)
    )
    spot = world.neighbourhoods["neighbourhood"].to_numpy(dtype=object)[homes["neighbourhood_row"]]
    names = adjective + " " + nouns + " " + preposition + " " + spot + extra
    return np.where(homes["is_large"], LARGE_HOST_NAME, names)
