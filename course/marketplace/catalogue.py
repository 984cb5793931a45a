"""The kinds of home on Perch and how often each occurs, in Inside Airbnb's own names."""


def words(text: str) -> tuple[str, ...]:
    """Split texts that are written one after the other with bars between them."""
    return tuple(text.split("|"))


ROOM_TYPES = ("Entire home/apt", "Private room", "Shared room", "Hotel room")

PROPERTY_TYPES = {
    "Entire home/apt": {
        "Entire rental unit": 60.0,
        "Entire condo": 14.0,
        "Entire home": 11.0,
        "Entire townhouse": 3.0,
        "Entire loft": 2.6,
        "Entire guest suite": 2.2,
        "Entire serviced apartment": 2.0,
        "Entire villa": 1.2,
        "Entire cottage": 0.8,
        "Entire guesthouse": 0.7,
        "Entire bungalow": 0.4,
        "Entire place": 0.3,
        "Entire chalet": 0.25,
        "Entire vacation home": 0.25,
        "Tiny home": 1.2,
        "Houseboat": 0.2,
        "Boat": 0.12,
        "Entire cabin": 0.12,
        "Dome": 0.4,
        "Treehouse": 0.3,
        "Lighthouse": 0.05,
    },
    "Private room": {
        "Private room in rental unit": 50.0,
        "Private room in home": 24.0,
        "Private room in condo": 7.0,
        "Private room in bed and breakfast": 5.0,
        "Private room in townhouse": 4.5,
        "Private room in guesthouse": 2.0,
        "Private room in loft": 1.6,
        "Private room in guest suite": 1.2,
        "Private room in hostel": 1.0,
        "Private room in villa": 0.9,
        "Private room in serviced apartment": 0.8,
        "Private room in bungalow": 0.5,
        "Private room in houseboat": 0.3,
        "Private room in farm stay": 0.2,
        "Private room in tower": 0.1,
    },
    "Shared room": {
        "Shared room in rental unit": 5.0,
        "Shared room in home": 3.0,
        "Shared room in hostel": 2.0,
        "Shared room in loft": 0.7,
    },
    "Hotel room": {"Room in hotel": 6.0, "Room in boutique hotel": 3.0, "Room in aparthotel": 1.0},
}
NEW_PROPERTY_TYPES = ("Tiny home", "Dome", "Treehouse")  # Perch admits them only from the first night on
SIZES = {
    "Entire home/apt": (
        (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16),
        (2, 33, 11, 27, 6, 12, 1.6, 4.4, 1.8, 0.7, 0.3, 0.2),
    ),
    "Private room": ((1, 2, 3, 4, 6), (22, 68, 5, 4, 1)),
    "Shared room": ((1, 2, 4, 8), (55, 25, 10, 10)),
    "Hotel room": ((1, 2, 3, 4), (8, 70, 10, 12)),
}
MINIMUM_NIGHTS = (
    (1, 2, 3, 4, 5, 6, 7, 10, 14, 21, 60, 90, 180, 365),
    (34, 29, 15, 5, 4.5, 1, 4, 1, 2, 0.5, 0.8, 0.8, 0.3, 0.1),
)
MAXIMUM_NIGHTS = ((1125, 365, 28, 30, 60, 90, 14, 730), (42, 30, 8, 7, 4, 4, 3, 2))
MONTH = 30  # nights; the minimum stay where a city demands about a month
