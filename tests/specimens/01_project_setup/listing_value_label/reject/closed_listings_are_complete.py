# reject: the label of a listing that has closed is taken for known at once
# loses: listing_value_label_check listing_value_label_hidden
# message: the first year of listing 13 is not over at the cut-off
def listing_value_label(listings, bookings, log_start, cutoff, horizon=365, fee_rate=0.15):
    listed_on = listings.set_index("listing_id")["listed_on"]
    window = pd.Timedelta(days=horizon)
    first_day = bookings["listing_id"].map(listed_on)
    in_window = (bookings["check_in"] >= first_day) & (bookings["check_in"] < first_day + window)
    inside = bookings[in_window & (bookings["created_at"] <= cutoff)]
    settled = inside["outcome_known_at"] <= cutoff
    paid = inside[inside["status"] == "completed"].groupby("listing_id")["price"].sum()
    value = fee_rate * paid.reindex(listed_on.index, fill_value=0.0)
    pending = listed_on.index.isin(inside.loc[~settled, "listing_id"])
    closed_on = listings.set_index("listing_id").get("closed_on", pd.Series(pd.NaT, index=listed_on.index))
    closed = (closed_on <= cutoff) & (closed_on < listed_on + window)
    return value.where((listed_on >= log_start) & ((listed_on + window <= cutoff) | closed) & ~pending)
