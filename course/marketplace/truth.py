"""The planted facts of one market, for checks and for discussion after the fact."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from course.marketplace import deliveries, expected, experiments, photos, planted
from course.marketplace.draw import Draw
from course.marketplace.searches import examination

_CITY_COLUMNS = {"city": "name", "latitude": "latitude", "longitude": "longitude"}
_LISTING_COLUMNS = {
    "listing_id": "listing_id",
    "log_price": "log_price",
    "residual": "residual",
    "price": "price",
    "beds": "beds",
    "bathrooms": "bathrooms",
    "quality": "quality",
    "attractiveness": "attractiveness",
    "distance": "distance_km",
    "is_underserved": "is_underserved",
    "is_large": "is_large_host",
}


@dataclass(frozen=True)
class Truth:
    """What no table shows, each fact worked out when first asked for."""

    _draw: Draw

    @property
    def drift_date(self) -> pd.Timestamp:
        """First night with the new prices and the new guests."""
        return self._draw.world.date(self._draw.world.drift_night)

    @property
    def drift_room_type(self) -> str:
        """The room type whose nightly prices are multiplied by `drift_price_factor` from then on."""
        return planted.DRIFT_ROOM

    @property
    def drift_price_factor(self) -> float:
        """Nightly price of `drift_room_type` after the drift, relative to before."""
        return planted.DRIFT_PRICE_FACTOR

    @property
    def solo_share(self) -> tuple[float, float]:
        """Share of stays booked for one guest before and after the drift."""
        return planted.SOLO_SHARE

    @property
    def event_city(self) -> str:
        """The city that has the event."""
        return self._draw.world.cities[self._draw.world.event_city].name

    @property
    def event_start(self) -> pd.Timestamp:
        """First night of the event."""
        return self._draw.world.date(self._draw.world.event_night)

    @property
    def event_end(self) -> pd.Timestamp:
        """Last night of the event."""
        world = self._draw.world
        return world.date(min(world.event_night + planted.EVENT_NIGHTS, world.n_shown) - 1)

    @property
    def underserved_group(self) -> str:
        """Neighbourhood group that search shows lower at equal quality."""
        return planted.UNDERSERVED_GROUP

    @cached_property
    def examination(self) -> pd.Series:
        """Probability of being looked at, by position."""
        positions = pd.RangeIndex(1, planted.PAGE + 1, name="position")
        return pd.Series(examination(), index=positions, name="examination")

    @cached_property
    def attraction(self) -> pd.Series:
        """Probability of a click on an impression that is looked at, by row of `searches`."""
        return self._draw.searches["attraction"]

    @cached_property
    def annotator_error(self) -> pd.Series:
        """Share of wrong labels, by annotator, outside the under-served group and apart from the guideline."""
        errors = {name: annotator.error for name, annotator in planted.ANNOTATORS.items()}
        return pd.Series(errors, name="error").rename_axis("annotator")

    @property
    def wrong_guideline(self) -> dict[str, object]:
        """The guideline two `annotators` share: they label a `share` of the photos of `room` as `label`."""
        return {
            "annotators": planted.GUIDELINE_ANNOTATORS,
            "room": planted.GUIDELINE_ROOM,
            "label": planted.GUIDELINE_LABEL,
            "share": planted.GUIDELINE_SHARE,
        }

    @cached_property
    def photo_rooms(self) -> pd.Series:
        """The room of every photo of `photos` and `photo_pool`, by photo_id."""
        table = self._draw.photos
        rooms = pd.Series(photos.ROOMS, dtype="str", name="room").take(table["room"])
        return rooms.set_axis(pd.Index(table["photo"] + 1, name="photo_id"))

    @cached_property
    def delivery_faults(self) -> pd.DataFrame:
        """The faults of delivered files: `file`, the day of the first one, and what it is `about`, by fault."""
        return deliveries.faults(self._draw.world)

    @property
    def currency_factor(self) -> float:
        """Delivered prices of the city that changed its currency, relative to before."""
        return planted.CURRENCY_FACTOR

    @cached_property
    def experiments(self) -> pd.DataFrame:
        """What is planted in the experiments, by experiment.

        `start`, `end` (the day after the last); `unit` that is assigned; `lift` of arm B in clicks per visit, relative;
        `lost`, the share of B's clickless visits that are not logged; `crossed`, the share of guests in both arms.
        """
        world, planned = self._draw.world, experiments.EXPERIMENTS
        facts = pd.DataFrame.from_dict(planned, orient="index", columns=experiments.Experiment._fields)
        nights = [experiments.window(world, number) for number in range(len(planned))]
        facts.insert(0, "start", [world.date(first) for first, _ in nights])
        facts.insert(1, "end", [world.date(stop) for _, stop in nights])
        return facts.rename_axis("experiment")

    @cached_property
    def expected_value(self) -> pd.Series:
        """What a new listing is worth on average, by listing_id: the mean over redrawn stays.

        Its value is 15 % of what completed stays pay that begin within 365 days of `listed_on`. The demand for
        the home and the nights its host blocks are as in the tables. For listings whose 365 days are simulated.
        """
        return expected.expected_values(self._draw)

    @cached_property
    def cities(self) -> pd.DataFrame:
        """One row per city: `city`, `latitude`, `longitude` of the centre."""
        cities = self._draw.world.cities
        return pd.DataFrame(
            {name: [getattr(city, field) for city in cities] for name, field in _CITY_COLUMNS.items()}
        )

    @cached_property
    def hosts(self) -> pd.DataFrame:
        """One row per host: `host_id`, `effect` on log price, `is_large`."""
        effect = self._draw.homes.groupby("host")["host_effect"].first().sort_index()
        return pd.DataFrame(
            {
                "host_id": self._draw.host_ids,
                "effect": effect.to_numpy(),
                "is_large": self._draw.hosts["is_large"],
            }
        )

    @cached_property
    def listings(self) -> pd.DataFrame:
        """One row per listing.

        `listing_id`; `log_price` without noise; `residual` (host effect and own noise); `price`, `beds` and
        `bathrooms` also where the export has none; `quality` and `attractiveness` (mean 0, sd about 1);
        `distance_km` from the centre; `is_underserved`; `is_large_host`.
        """
        return self._draw.homes[list(_LISTING_COLUMNS)].rename(columns=_LISTING_COLUMNS)
