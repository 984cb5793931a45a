# reject: a check-in on the day the listing went live does not count
# loses: listing_value_label_check listing_value_label_hidden
# message: listing 16 went live on the first day of the log
def listing_value_label(listings, bookings, log_start, cutoff, horizon=365, fee_rate=0.15):
    listed_on = listings.set_index("listing_id")["listed_on"]
    window = pd.Timedelta(days=horizon)
    first_day = bookings["listing_id"].map(listed_on)
    in_window = (bookings["check_in"] > first_day) & (bookings["check_in"] < first_day + window)
    inside = bookings[in_window & (bookings["created_at"] <= cutoff)]
    settled = inside["outcome_known_at"] <= cutoff
    paid = inside[inside["status"] == "completed"].groupby("listing_id")["price"].sum()
    value = fee_rate * paid.reindex(listed_on.index, fill_value=0.0)
    pending = listed_on.index.isin(inside.loc[~settled, "listing_id"])
    return value.where((listed_on >= log_start) & (listed_on + window <= cutoff) & ~pending)
