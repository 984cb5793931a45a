"""What is planted in Perch, and how much of it: every size that a lesson or a test relies on.

The figures are calibrated on Inside Airbnb (insideairbnb.com, CC BY 4.0); docs/dataset.md lists them.
"""

from typing import NamedTuple


class Annotator(NamedTuple):
    """One who labels photos."""

    error: float  # share of wrong labels outside the under-served group
    seconds: float  # a vote takes, median
    price: float  # of a vote


# Prices (log scale)
HOST_SD = 0.26  # with IDIOSYNCRATIC_SD: about 0.55 of a hedonic residual belongs to the host
IDIOSYNCRATIC_SD = 0.187
SAME_NEIGHBOURHOOD_SHARE = 0.5  # of a host's listings are where the first one is
NEIGHBOURHOOD_SD = 0.12  # what is left between neighbourhoods after distance
DISTANCE_SLOPE = -0.05  # per km from the centre
PRIVATE_ROOM_DISTANCE = 1 / 3  # of that slope counts for private rooms
ACCOMMODATES_SLOPE = 0.58  # on log guests; bedrooms and bathrooms add to it
KETTLE_SOUND_ACCOMMODATES_SLOPE = 0.80
GROUP_ACCOMMODATES_SLOPE = 0.29  # more in every first, less in every second neighbourhood group
TYPICAL_DISTANCE = 3.0  # km; where slopes differ, homes so far and of so many guests cost the same
TYPICAL_GUESTS = 2.5
BEDROOM_SLOPE = 0.02
BATHROOM_SLOPE = 0.06
SHARED_BATH_EFFECT = -0.20
AMENITY_SLOPE = 0.006  # per amenity
QUALITY_SLOPE = 0.04  # per standard deviation; ratings measure quality with error
MINIMUM_NIGHTS_SLOPE = -0.05  # on log nights
ROOM_EFFECT = {"Entire home/apt": 0.0, "Private room": -0.35, "Shared room": -0.85, "Hotel room": 0.25}
HEAPING_SHARE = 0.40  # hosts who think in fives; chance adds a fifth of the others
PLACEHOLDER_9999_SHARE = 0.004  # "keep away" prices
PLACEHOLDER_999_SHARE = 0.001

# A few large hosts with near-identical cheap flats reverse the sign of the instant-booking premium
LARGE_HOST_SHARE = 0.12  # of all listings
LARGE_HOST_SPLIT = (0.45, 0.33, 0.22)  # of those listings, host by host
LARGE_HOST_DISCOUNT = 0.72  # in mean log price, every one of them against all other listings
LARGE_HOST_IDIOSYNCRATIC_SD = 0.08  # near-identical
LARGE_HOST_INSTANT_SHARE = 0.85
OTHER_INSTANT_SHARE = 0.26
INSTANT_PREMIUM = 0.12  # in log price, within either group

# Rows from an earlier scrape: price, beds and bathrooms blank together
STALE_INTERCEPT = -2.25  # gives 9 to 18 % of rows
STALE_RESIDUAL_SLOPE = 0.45  # per standard deviation of the price residual: missing not at random
STALE_SINGLE_HOST = 0.60
STALE_UNDERSERVED = 0.80
CLOSED_IF_STALE = 0.78  # the host has left: no open night any more
CLOSED_IF_FRESH = 0.012

# Nightly prices
WEEKEND_SHARE = 0.34  # listings that charge more on Friday and Saturday nights
WEEKEND_PREMIUM = 0.085  # median among them
WEEKEND_SIGMA = 0.75  # of the log premium
WEEKEND_DISCOUNT_SHARE = 0.02
SEASON_SHARE = 0.30  # revenue-managed listings; the others never change with the season
SEASON_RANGE = 0.28  # median difference between the dearest and the cheapest night, in log price
SEASON_SIGMA = 0.50
EVENT_NIGHTS = 9
EVENT_SHARE = 0.60  # listings of the event's city that raise their price
EVENT_PREMIUM = 0.20  # in log price
DRIFT_ROOM = "Private room"
DRIFT_PRICE_FACTOR = 0.85  # nightly price of that room type from the drift on
SOLO_SHARE = (0.18, 0.40)  # stays of one guest, before and after the drift

# Bookings
ATTRACTIVE_DEMAND = 0.8  # log of the pace at which guests come, per unit of attractiveness
DEMAND_SD = 0.8  # what no table explains of that pace
GRANTED_REQUESTS = 0.58  # of the stays that guests must ask for; with instant booking all come about
CANCEL_INTERCEPT = -2.3  # log-odds, for the typical home and lead time
CANCEL_PER_LOG_LEAD = 0.45  # long before the stay, plans change
CANCEL_PER_LOG_LEAD_IN = {"Veldermere": -0.15}  # there, early bookings are the firm ones
CANCEL_PER_LOG_PRICE = 0.4
CANCEL_HABIT_SD = 0.9  # of a guest, in all of their bookings
TYPICAL_LOG_LEAD = 2.9
TYPICAL_PRICE = 100.0
REVIEW_SHARE = 0.65  # completed stays that get a review
REVIEW_DAYS = 14  # a review comes at most so many days after check-out
LATE_START_SHARE = 0.30  # listings that joined after the first simulated night
OCCUPANCY_CAP = 255  # nights, as Inside Airbnb caps its estimate

FEE = 0.15  # of what a completed stay pays is Perch's

# Hosts
QUALITY_PER_LOG_SIZE = -0.42  # who has many homes is rated worse
QUALITY_OF_ONE_LISTING = 0.5  # so that the mean over listings is about 0

# Search
EXAMINATION_POWER = 0.7  # the guest looks at position k with probability k ** -0.7
PAGE = 10  # impressions of one search, at most
SHUFFLED_SHARE = 0.10  # searches whose page is shown in random order
EXPLORED_SHARE = 0.02  # searches that show a random page of all candidates
PRICE_TASTE_SD = 0.5  # of a guest, on the log-odds of a click per standard deviation of price
SEARCHES_PER_LISTING = 10
RANKING_PENALTY = 0.35  # of the under-served group, in standard deviations of attractiveness

# Deliveries
LATE_SHARE = 0.05  # of the events arrive late, 20 hours on average
VERY_LATE_SHARE = 0.01  # three days and more
REPEATED_SHARE = 0.02  # arrive again
CURRENCY_FACTOR = 0.78  # of the prices of one city, from a day on

# Experiments
RANKER_LIFT = 0.03  # in clicks per visit
LOST_SHARE = 0.15  # of arm B's clickless visits, where logging is broken
CROSSED_SHARE = 0.015  # of its guests are in both arms

# The under-served group and the annotators
UNDERSERVED_CITY = "Larkhaven"
UNDERSERVED_GROUP = "Millside"
UNDERSERVED_SHARE = 0.24  # of its city, so about 0.08 of all listings
PHOTOS = 600
PHOTO_UNDERSERVED_SHARE = 0.25  # oversampled, or there would be too few to compare
PHOTO_POOL = 4000  # more photos, which nobody has labelled
PHOTO_NOISE_SD = 2.2  # of every feature, around its room's centre (sd 1)
ANNOTATION_SHARE = 0.8  # of the photos, each annotator
ANNOTATORS = {
    "ann_1": Annotator(error=0.03, seconds=14.0, price=3.0),
    "ann_2": Annotator(error=0.06, seconds=10.0, price=2.0),
    "ann_3": Annotator(error=0.10, seconds=7.0, price=1.5),
    "ann_4": Annotator(error=0.20, seconds=5.0, price=1.0),
    "ann_5": Annotator(error=0.35, seconds=3.0, price=1.0),
    "ann_6": Annotator(error=0.03, seconds=12.0, price=2.0),
    "ann_7": Annotator(error=0.03, seconds=12.0, price=2.0),
}
UNDERSERVED_ERROR_FACTOR = 1.7
GUIDELINE_ANNOTATORS = ("ann_6", "ann_7")  # were taught to see
GUIDELINE_ROOM, GUIDELINE_LABEL = "living_room", "bedroom"  # the one as the other
GUIDELINE_SHARE = 0.30  # in so many of its photos, the same for both
