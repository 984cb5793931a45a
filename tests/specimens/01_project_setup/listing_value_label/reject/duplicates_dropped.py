# reject: takes two rows that are alike for one booking
# loses: listing_value_label_hidden
# message: each row is a stay of its own, even if two are alike
def listing_value_label(listings, bookings, log_start, cutoff, horizon=365, fee_rate=0.15):
    seen = bookings[bookings["created_at"] <= cutoff].drop_duplicates(["listing_id", "check_in", "check_out", "price", "status"])
    window = pd.Timedelta(days=horizon)
    values = []
    for listing_id, start in zip(listings["listing_id"], listings["listed_on"]):
        end = start + window
        stays = seen[(seen["listing_id"] == listing_id) & (seen["check_in"] >= start) & (seen["check_in"] < end)]
        if start < log_start or end > cutoff:
            values.append(np.nan)
        elif not (stays["outcome_known_at"] <= cutoff).all():
            values.append(np.nan)
        else:
            values.append(fee_rate * stays.loc[stays["status"] == "completed", "price"].sum())
    return pd.Series(values, index=pd.Index(listings["listing_id"], name="listing_id"), dtype=float)
