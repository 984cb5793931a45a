# reject: the message does not say which booking
# loses: mature_bookings_check mature_bookings_hidden
# message: name the booking in the message
def mature_bookings(bookings, as_of, wait=14):
    exists = bookings["created_at"] <= as_of
    due = bookings["check_out"] + pd.Timedelta(days=wait) <= as_of
    mature = bookings[exists & due].set_index("booking_id")
    unknown = mature["status"].isna() | ~(mature["outcome_known_at"] <= as_of)
    if unknown.any():
        raise ValueError("the feed is broken")
    return mature["status"].eq("cancelled").astype(int)
