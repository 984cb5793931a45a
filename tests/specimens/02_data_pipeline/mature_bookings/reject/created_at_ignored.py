# reject: bookings that are entered later exist already
# loses: mature_bookings_check mature_bookings_hidden
# message: on 31 March it did not exist
def mature_bookings(bookings, as_of, wait=14):
    exists = bookings["created_at"] <= as_of
    due = bookings["check_out"] + pd.Timedelta(days=wait) <= as_of
    mature = bookings[due].set_index("booking_id")
    unknown = mature["status"].isna() | ~(mature["outcome_known_at"] <= as_of)
    if unknown.any():
        raise ValueError(f"booking {mature.index[unknown][0]} should have an outcome by {as_of}")
    return mature["status"].eq("cancelled").astype(int)
