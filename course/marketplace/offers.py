"""What hosts type when they list a home: no bookings are drawn, so many homes cost little."""

import pandas as pd

from course.marketplace import schema
from course.marketplace.draw import Draw
from course.marketplace.hosts import joining_nights
from course.marketplace.listings import dates

TYPED = ("property_type", "room_type", "accommodates", "bathrooms", "bathrooms_shared", "bedrooms", "beds")
RULES = ("price", "minimum_nights", "maximum_nights", "instant_bookable")
PLACE = ("city", "neighbourhood_group", "neighbourhood")


def build_offers(draw: Draw) -> pd.DataFrame:
    """Return one row per listing, in the columns of the canonical schema and `listed_on`.

    The price is the one typed at first, also where a scrape of today misses it.
    """
    world, homes = draw.world, draw.homes
    place = world.neighbourhoods.iloc[homes["neighbourhood_row"]]
    columns = {
        "listing_id": homes["listing_id"],
        "listed_on": dates(world, homes["first_night"]),
        "host_id": draw.host_ids[homes["host"]],
        "host_since": dates(world, joining_nights(draw.hosts, homes))[homes["host"]],
        "name": draw.names,
        **{name: place[name].to_numpy() for name in PLACE},
        **{name: homes[name] for name in ("latitude", "longitude", *TYPED)},
        "amenities": pd.Series(draw.amenities, dtype=object),
        **{name: homes[name] for name in RULES},
    }
    dtypes = {name: schema.LISTINGS.get(name, schema.DATE) for name in columns}
    offers = pd.DataFrame(columns).astype(dtypes)
    return offers[draw.is_listed].reset_index(drop=True)
