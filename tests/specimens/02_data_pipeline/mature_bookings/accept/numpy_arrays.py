# accept: arrays, and a map of labels; a subclass of ValueError
class FeedBroken(ValueError):
    pass


def mature_bookings(bookings, as_of, wait=14):
    as_of = np.datetime64(as_of)
    created, out, known = (bookings[name].to_numpy() for name in ("created_at", "check_out", "outcome_known_at"))
    places = np.flatnonzero((created <= as_of) & (out + np.timedelta64(wait, "D") <= as_of))
    labels = bookings["status"].map({"completed": 0, "cancelled": 1}).to_numpy(dtype=float)[places]
    lost = np.isnan(labels) | np.isnat(known[places]) | (known[places] > as_of)
    ids = bookings["booking_id"].to_numpy()[places]
    if lost.any():
        raise FeedBroken(f"bookings {ids[lost].tolist()}")
    return pd.Series(labels.astype("int64"), index=ids)
