"""Amenities: a common core, and free text that makes about half of all distinct strings unique."""

import numpy as np
import pandas as pd

from course.marketplace.catalogue import words
from course.marketplace.world import World, pick

CORE = words(
    "Smoke alarm|Wifi|Kitchen|Essentials|Hot water|Hangers|Hair dryer|Heating|Iron|Dishes and silverware|"
    "Refrigerator|Microwave|Carbon monoxide alarm|Bed linens|Shampoo|Cooking basics|TV|Fire extinguisher|"
    "Washer|Self check-in|Dedicated workspace|Oven|Air conditioning|Coffee maker|Stove|First aid kit|"
    "Extra pillows and blankets|Freezer|Hot water kettle|Dining table|Dishwasher|Dryer|Toaster|Body soap|"
    "Wine glasses|Long term stays allowed|Lockbox|Free street parking|Cleaning products|Conditioner|"
    "Shower gel|Room-darkening shades|Clothing storage|Bathtub|Luggage dropoff allowed|Blender|"
    "Private entrance|Drying rack for clothing|Baking sheet|Free parking on premises|Books|Pets allowed|"
    "Elevator|Children\u2019s books and toys|Crib|Patio or balcony|Board games|Keypad|"
    "Security cameras on property|Host greets you|Garden view|Gym|Hot tub|Pool"
)
NEW = "EV charger \u2013 level 2"  # nobody offered it before the first simulated night
NEW_SHARE = 0.06
WIFI_SHARE = 0.22  # listings that state the speed of their wifi
TV_SHARE = 0.36
MEAN_BRANDED = 1.0  # things with a brand, per listing
STREAMING = words("Netflix|Disney+|Apple TV|Chromecast|premium cable|standard cable|Roku|Fire TV")
BRANDS = words(
    "Norvik|Halden|Ostra|Brevik|Calloway|Dunmore|Everly|Fenwick & Sons|Glimmer|Hearthstone|Isobar|"
    "Juno Lab|Kestrel & Co|Lumière|Marrow\u2019s|Noordlicht|Opaline|Pilgrim|Quarry|Rosalind|Skane|Tidewater|"
    "Umbra|Vesper|Wexcombe|Yarrow|Zephyr"
)
THINGS = words(
    "refrigerator|stainless steel oven|induction stove|body soap|shampoo|conditioner|piano|oven|"
    "sound system with Bluetooth and aux|coffee maker: espresso machine|gas stove|electric stove|"
    "hair dryer|Bluetooth sound system|refrigerator with ice maker|stainless steel gas stove|"
    "coffee maker: pour-over|exercise bike|record player|baby monitor"
)


def draw_amenities(world: World, homes: pd.DataFrame, block: int) -> list[list[str]]:
    """Return one list of distinct strings per listing, of length `homes["n_amenities"]` or a little less."""
    rng = world.rng("amenities", block)
    n = len(homes)
    popularity = 1.0 / (1.0 + np.exp(0.085 * (np.arange(len(CORE)) - 30.0)))
    wifi = _wifi(rng, n)
    tv = _tv(rng, n)
    branded, owner = _branded(rng, n)
    charger = (rng.random(n) < NEW_SHARE) & (homes["first_night"].to_numpy() >= 0)
    n_free = (wifi != "").astype(np.int64) + (tv != "") + np.bincount(owner, minlength=n) + charger
    n_core = np.clip(homes["n_amenities"].to_numpy() - n_free, 2, len(CORE))
    # The n_core smallest of these keys are a weighted draw without replacement.
    keys = rng.standard_exponential((n, len(CORE))) / popularity
    order = np.argsort(keys, axis=1, kind="stable")
    core = np.array(CORE, dtype=object)[order]
    lists = [names[:k].tolist() for names, k in zip(core, n_core, strict=True)]
    for texts in (wifi, tv, np.where(charger, NEW, "")):
        for i in np.flatnonzero(texts != ""):
            lists[i].append(texts[i])
    for i, text in zip(owner.tolist(), branded.tolist(), strict=True):
        if text not in lists[i]:
            lists[i].append(text)
    return lists


def _wifi(rng: np.random.Generator, n: int) -> np.ndarray:
    speed = np.clip(np.round(rng.lognormal(5.0, 0.8, n)), 8, 990).astype(np.int64).astype(str).astype(object)
    fast = np.where(rng.random(n) < 0.8, "Fast wifi \u2013 ", "Wifi \u2013 ").astype(object)
    return np.where(rng.random(n) < WIFI_SHARE, fast + speed + " Mbps", "")


def _tv(rng: np.random.Generator, n: int) -> np.ndarray:
    inches = np.array([24, 32, 40, 42, 43, 46, 48, 50, 52, 54, 55, 58, 60, 65, 70, 75, 85])
    inches = (
        inches[pick(rng, [4, 18, 10, 6, 12, 3, 4, 12, 2, 2, 14, 2, 3, 6, 2, 2, 1], n)]
        .astype(str)
        .astype(object)
    )
    channels = np.array(STREAMING, dtype=object)
    first, second = (pick(rng, 1.0 / np.arange(1, len(STREAMING) + 1), n) for _ in range(2))
    text = inches + " inch HDTV with " + channels[first]
    text = np.where((second != first) & (rng.random(n) < 0.5), text + ", " + channels[second], text)
    return np.where(rng.random(n) < TV_SHARE, text, "")


def _branded(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return branded things and the row of the listing that owns each."""
    owner = np.repeat(np.arange(n), rng.poisson(MEAN_BRANDED, n))
    brand = np.array(BRANDS, dtype=object)[pick(rng, np.arange(1, len(BRANDS) + 1) ** -1.1, len(owner))]
    thing = np.array(THINGS, dtype=object)[pick(rng, np.arange(1, len(THINGS) + 1) ** -1.0, len(owner))]
    return brand + " " + thing, owner
