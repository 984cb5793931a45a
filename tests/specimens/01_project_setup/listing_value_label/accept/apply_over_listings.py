# accept: a function for one listing, applied to the rows; warns about listings without a label
import warnings


def listing_value_label(listings, bookings, log_start, cutoff, horizon=365, fee_rate=0.15):
    log = bookings[~(bookings["created_at"] > cutoff)]
    log = log.assign(known=log["outcome_known_at"].le(cutoff))
    groups = dict(tuple(log.groupby("listing_id")))

    def one(home):
        age = (cutoff - home["listed_on"]).total_seconds() / 86_400
        if age < horizon or home["listed_on"] < log_start:
            return np.nan
        stays = groups.get(home["listing_id"], log.iloc[:0])
        since = (stays["check_in"] - home["listed_on"]).dt.days
        stays = stays[since.between(0, horizon - 1)]
        if not stays["known"].all():
            return np.nan
        return stays.loc[stays["status"] == "completed", "price"].sum() * fee_rate

    value = listings.apply(one, axis=1).astype("float64")
    warnings.warn(f"{value.isna().sum()} listings have no label yet")
    return value.set_axis(listings["listing_id"])
