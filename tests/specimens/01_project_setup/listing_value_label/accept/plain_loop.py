# accept: one listing after the other in plain Python
from collections import defaultdict
from datetime import timedelta


def listing_value_label(listings, bookings, log_start, cutoff, horizon=365, fee_rate=0.15):
    stays = defaultdict(list)
    for stay in bookings.to_dict("records"):
        if stay["created_at"] <= cutoff:
            stays[stay["listing_id"]].append(stay)

    def value(listing_id, listed_on):
        end = listed_on + timedelta(days=horizon)
        if listed_on < log_start or end > cutoff:
            return float("nan")
        total = 0.0
        for stay in stays[listing_id]:
            if not listed_on <= stay["check_in"] < end:
                continue
            if pd.isna(stay["outcome_known_at"]) or stay["outcome_known_at"] > cutoff:
                return float("nan")
            if stay["status"] == "completed":
                total += stay["price"]
        return fee_rate * total

    ids = list(listings["listing_id"])
    return pd.Series([value(*home) for home in zip(ids, listings["listed_on"])], index=ids, dtype="float64")
