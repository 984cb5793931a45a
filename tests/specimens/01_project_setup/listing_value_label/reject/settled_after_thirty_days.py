# reject: takes a stay that ended thirty days before the cut-off as settled, whatever is known
# loses: listing_value_label_check listing_value_label_hidden
# message: a stay of listing 19 has no outcome_known_at, so its outcome is not known: NaN
def listing_value_label(listings, bookings, log_start, cutoff, horizon=365, fee_rate=0.15):
    window = pd.Timedelta(days=horizon)
    log = bookings[bookings["created_at"] <= cutoff]
    long_ago = log["check_out"] + pd.Timedelta(days=30) < cutoff
    log = log.assign(open=~((log["outcome_known_at"] <= cutoff) | long_ago))
    values = []
    for listing_id, start in zip(listings["listing_id"], listings["listed_on"]):
        stays = log[(log["listing_id"] == listing_id) & (log["check_in"] >= start) & (log["check_in"] < start + window)]
        known = start >= log_start and start + window <= cutoff and not stays["open"].any()
        values.append(fee_rate * stays.loc[stays["status"] == "completed", "price"].sum() if known else np.nan)
    return pd.Series(values, index=listings["listing_id"].tolist(), dtype=float)
