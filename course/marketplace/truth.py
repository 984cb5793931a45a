"""The planted facts of one market, for checks and for discussion after the fact."""

from dataclasses import dataclass

import pandas as pd

from course.marketplace import planted
from course.marketplace.draw import Draw
from course.marketplace.searches import examination


@dataclass(frozen=True)
class Truth:
    """What no table shows.

    Parameters
    ----------
    drift_date : pandas.Timestamp
        First night with the new prices and the new guests.
    drift_room_type : str
        The room type whose nightly prices are multiplied by `drift_price_factor` from then on.
    drift_price_factor : float
    solo_share : tuple of float
        Share of stays booked for one guest before and after the drift.
    event_city : str
    event_start, event_end : pandas.Timestamp
        First and last night of the event.
    underserved_group : str
        Neighbourhood group that search shows lower at equal quality.
    examination : pandas.Series
        Probability of being looked at, by position.
    annotator_error : pandas.Series
        Share of wrong labels, by annotator, for photos outside the under-served group.
    cities : pandas.DataFrame
        ``city``, ``latitude``, ``longitude`` of the centre.
    hosts : pandas.DataFrame
        ``host_id``, ``effect`` on log price, ``is_large``.
    listings : pandas.DataFrame
        ``listing_id``; ``log_price`` without noise; ``residual`` (host effect and own noise); ``price``,
        ``beds`` and ``bathrooms`` also where the export has none; ``quality`` and ``attractiveness`` (mean 0,
        sd about 1); ``distance_km`` from the centre; ``is_underserved``; ``is_large_host``.
    """

    drift_date: pd.Timestamp
    drift_room_type: str
    drift_price_factor: float
    solo_share: tuple[float, float]
    event_city: str
    event_start: pd.Timestamp
    event_end: pd.Timestamp
    underserved_group: str
    examination: pd.Series
    annotator_error: pd.Series
    cities: pd.DataFrame
    hosts: pd.DataFrame
    listings: pd.DataFrame


def tell(draw: Draw) -> Truth:
    """Return the planted facts of `draw`."""
    world, homes = draw.world, draw.homes
    last = min(world.event_night + planted.EVENT_NIGHTS, world.n_shown) - 1
    return Truth(
        drift_date=world.date(world.drift_night),
        drift_room_type=planted.DRIFT_ROOM,
        drift_price_factor=planted.DRIFT_PRICE_FACTOR,
        solo_share=planted.SOLO_SHARE,
        event_city=world.cities[world.event_city].name,
        event_start=world.date(world.event_night),
        event_end=world.date(last),
        underserved_group=planted.UNDERSERVED_GROUP,
        examination=pd.Series(
            examination(), index=pd.RangeIndex(1, planted.PAGE + 1, name="position"), name="examination"
        ),
        annotator_error=pd.Series(
            {name: annotator.error for name, annotator in planted.ANNOTATORS.items()}, name="error"
        ).rename_axis("annotator"),
        cities=pd.DataFrame(
            {
                name: [getattr(city, attribute) for city in world.cities]
                for name, attribute in _CITY_COLUMNS.items()
            }
        ),
        hosts=pd.DataFrame(
            {
                "host_id": draw.host_ids,
                "effect": homes.groupby("host")["host_effect"].first().sort_index().to_numpy(),
                "is_large": draw.hosts["is_large"],
            }
        ),
        listings=homes[list(_LISTING_COLUMNS)].rename(columns=_LISTING_COLUMNS),
    )


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
