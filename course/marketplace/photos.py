"""Photos with their true room, and the votes of annotators who err at known rates."""

import numpy as np
import pandas as pd

from course.marketplace import planted
from course.marketplace.draw import Draw
from course.marketplace.world import pick

ROOMS = ("bedroom", "bathroom", "kitchen", "living_room", "outdoor")
ROOM_WEIGHTS = (0.32, 0.20, 0.20, 0.18, 0.10)


def draw_photos(draw: Draw) -> pd.DataFrame:
    """Return one row per photo: photo_id, listing_id, room."""
    rng = draw.world.rng("photos", draw.block)
    n = planted.PHOTOS
    row = rng.integers(draw.n_listings, size=n)
    underserved = np.flatnonzero(draw.homes["is_underserved"])
    if len(underserved):
        wanted = rng.random(n) < planted.PHOTO_UNDERSERVED_SHARE
        row = np.where(wanted, underserved[rng.integers(len(underserved), size=n)], row)
    return pd.DataFrame(
        {
            "photo_id": np.arange(1, n + 1, dtype=np.int64),
            "listing_id": draw.homes["listing_id"].to_numpy()[row],
            "room": pd.Series(ROOMS, dtype="str").take(pick(rng, ROOM_WEIGHTS, n)).array,
        }
    )


def draw_annotations(draw: Draw, photos: pd.DataFrame) -> pd.DataFrame:
    """Return one row per vote: photo_id, annotator, label; a wrong label is any of the others alike."""
    rng = draw.world.rng("annotations", draw.block)
    names = pd.Series(list(planted.ANNOTATOR_ERROR), dtype="str")
    shape = (len(photos), len(names))
    served_ids = draw.homes["listing_id"][~draw.homes["is_underserved"]]
    factor = np.where(photos["listing_id"].isin(served_ids), 1.0, planted.UNDERSERVED_ERROR_FACTOR)
    errs = rng.random(shape) < factor[:, None] * np.array(list(planted.ANNOTATOR_ERROR.values()))
    truth = pd.Index(ROOMS).get_indexer(photos["room"])
    label = (truth[:, None] + errs * rng.integers(1, len(ROOMS), size=shape)) % len(ROOMS)
    photo, annotator = np.nonzero(rng.random(shape) < planted.ANNOTATION_SHARE)
    return pd.DataFrame(
        {
            "photo_id": photos["photo_id"].to_numpy()[photo],
            "annotator": names.take(annotator).array,
            "label": pd.Series(ROOMS, dtype="str").take(label[photo, annotator]).array,
        }
    )
