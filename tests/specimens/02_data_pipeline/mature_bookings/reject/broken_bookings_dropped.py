# reject: a due booking without outcome is dropped without a word
# loses: mature_bookings_check mature_bookings_hidden
# message: should have an outcome by now
def mature_bookings(bookings, as_of, wait=14):
    exists = bookings["created_at"] <= as_of
    due = bookings["check_out"] + pd.Timedelta(days=wait) <= as_of
    mature = bookings[exists & due].set_index("booking_id")
    unknown = mature["status"].isna() | ~(mature["outcome_known_at"] <= as_of)
    mature = mature[~unknown]
    return mature["status"].eq("cancelled").astype(int)
