# accept: NumPy days and bincount; an unknown outcome is a price of NaN, which spreads by itself; nullable floats
def listing_value_label(listings, bookings, log_start, cutoff, horizon=365, fee_rate=0.15):
    ids = listings["listing_id"].to_numpy()
    listed = listings["listed_on"].to_numpy().astype("datetime64[s]")
    row = pd.Index(ids).get_indexer(bookings["listing_id"])
    keep = (row >= 0) & (bookings["created_at"] <= cutoff).to_numpy()
    row, stays = row[keep], bookings[keep]
    day = (stays["check_in"].to_numpy().astype("datetime64[s]") - listed[row]) / np.timedelta64(1, "D")
    inside = (day >= 0) & (day < horizon)
    row, stays = row[inside], stays[inside]
    fee = stays["price"].to_numpy(dtype=float) * fee_rate
    fee[(stays["status"] != "completed").to_numpy()] = 0.0
    fee[~(stays["outcome_known_at"] <= cutoff).to_numpy()] = np.nan
    total = np.bincount(row, weights=fee, minlength=len(ids)).astype(float)
    end = listed + np.timedelta64(horizon, "D")
    total[(listed < np.datetime64(log_start)) | (end > np.datetime64(cutoff))] = np.nan
    return pd.Series(pd.array(total, dtype="Float64"), index=pd.Index(ids, name="listing_id"))
