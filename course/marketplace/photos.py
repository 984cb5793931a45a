"""Photos with their true room, what a network sees in them, and the votes of annotators who err at known rates."""

import numpy as np
import pandas as pd

from course.marketplace import planted
from course.marketplace.nights import DAY
from course.marketplace.world import World, pick

ROOMS = ("bedroom", "bathroom", "kitchen", "living_room", "outdoor")
ROOM_WEIGHTS = (0.32, 0.20, 0.20, 0.18, 0.10)
FEATURES = 16
DAYS_OF_ANNOTATION = 28  # from the snapshot on
SHIFT = (9 * 3600, 9 * 3600)  # seconds: work begins at nine and takes nine hours


def draw_photos(world: World, homes: pd.DataFrame, block: int) -> pd.DataFrame:
    """Return one row per photo, those of the pool last: photo (a number), row of the listing, room (a code)."""
    rng = world.rng("photos", block)
    n = planted.PHOTOS + planted.PHOTO_POOL
    row = rng.integers(len(homes), size=n)
    underserved = np.flatnonzero(homes["is_underserved"])
    if len(underserved):
        wanted = rng.random(n) < planted.PHOTO_UNDERSERVED_SHARE
        row = np.where(wanted, underserved[rng.integers(len(underserved), size=n)], row)
    return pd.DataFrame({"photo": np.arange(n), "row": row, "room": pick(rng, ROOM_WEIGHTS, n)})


def draw_features(world: World, rooms: np.ndarray, block: int) -> np.ndarray:
    """Return features of photos of these rooms (codes): the room's centre and noise, shape (n, FEATURES)."""
    centres = world.rng("room centres").normal(size=(len(ROOMS), FEATURES))
    noise = world.rng("photo features", block).normal(0.0, planted.PHOTO_NOISE_SD, (len(rooms), FEATURES))
    return centres[rooms] + noise


def draw_annotations(world: World, homes: pd.DataFrame, photos: pd.DataFrame, block: int) -> pd.DataFrame:
    """Return one row per vote on the photos outside the pool, by photo and annotator.

    A wrong label is any of the others alike; annotators who share the wrong guideline agree on what it is wrong in.
    """
    rng = world.rng("annotations", block)
    photos = photos[: planted.PHOTOS]
    shape = (len(photos), len(planted.ANNOTATORS))
    error = np.array([annotator.error for annotator in planted.ANNOTATORS.values()])
    underserved = homes["is_underserved"].to_numpy()[photos["row"]]
    factor = np.where(underserved, planted.UNDERSERVED_ERROR_FACTOR, 1.0)
    errs = rng.random(shape) < factor[:, None] * error
    meant = np.repeat(photos["room"].to_numpy()[:, None], shape[1], axis=1)
    misread = (meant[:, 0] == ROOMS.index(planted.GUIDELINE_ROOM)) & (
        rng.random(len(photos)) < planted.GUIDELINE_SHARE
    )
    misled = np.isin(list(planted.ANNOTATORS), planted.GUIDELINE_ANNOTATORS)
    meant[np.ix_(misread, misled)] = ROOMS.index(planted.GUIDELINE_LABEL)
    label = (meant + errs * rng.integers(1, len(ROOMS), size=shape)) % len(ROOMS)
    photo, annotator = np.nonzero(rng.random(shape) < planted.ANNOTATION_SHARE)
    pace = np.array([annotator.seconds for annotator in planted.ANNOTATORS.values()])[annotator]
    return pd.DataFrame(
        {
            "photo": photo,
            "annotator": annotator,
            "label": label[photo, annotator],
            "second": _draw_times(rng, world, annotator),
            "seconds": np.round(pace * rng.lognormal(0.0, 0.4, len(photo)), 1),
        }
    )


def show_photos(homes: pd.DataFrame, photos: pd.DataFrame, features: np.ndarray) -> pd.DataFrame:
    """Return the public table of the rows of `draw_photos`, given the features of all photos."""
    ids = {"photo_id": photos["photo"] + 1, "listing_id": homes["listing_id"].to_numpy()[photos["row"]]}
    columns = {f"feature_{i + 1}": features[photos["photo"], i] for i in range(FEATURES)}
    rooms = pd.Series(ROOMS, dtype="str").take(photos["room"]).array
    return pd.DataFrame({**ids, "room": rooms, **columns}).reset_index(drop=True)


def show_annotations(world: World, annotations: pd.DataFrame) -> pd.DataFrame:
    """Return the public table of the rows of `draw_annotations`."""
    annotator = annotations["annotator"].to_numpy()
    midnight = world.start.to_datetime64().astype("datetime64[us]")
    prices = np.array([annotator.price for annotator in planted.ANNOTATORS.values()])
    return pd.DataFrame(
        {
            "photo_id": annotations["photo"] + 1,
            "annotator": pd.Series(list(planted.ANNOTATORS), dtype="str").take(annotator).array,
            "label": pd.Series(ROOMS, dtype="str").take(annotations["label"]).array,
            "annotated_at": midnight + annotations["second"].to_numpy().astype("timedelta64[s]"),
            "seconds": annotations["seconds"],
            "price": prices[annotator],
        }
    )


def _draw_times(rng: np.random.Generator, world: World, annotator: np.ndarray) -> np.ndarray:
    """Return the second of every vote: each annotator goes through the photos in order, by day."""
    days = min(DAYS_OF_ANNOTATION, world.n_shown - world.snapshot_night)
    begins, length = SHIFT
    worked = np.floor(rng.random(len(annotator)) * days * length).astype(np.int64)
    order = np.argsort(annotator, kind="stable")
    worked[order] = worked[np.lexsort((worked, annotator))]
    return (world.snapshot_night + worked // length) * DAY * 60 + begins + worked % length
