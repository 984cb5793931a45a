# reject: 14 days, whatever is asked
# loses: mature_bookings_check mature_bookings_hidden
# message: with wait=6 bookings 4 and 6 are due, too
def mature_bookings(bookings, as_of, wait=14):
    exists = bookings["created_at"] <= as_of
    due = bookings["check_out"] + pd.Timedelta(days=14) <= as_of
    mature = bookings[exists & due].set_index("booking_id")
    unknown = mature["status"].isna() | ~(mature["outcome_known_at"] <= as_of)
    if unknown.any():
        raise ValueError(f"booking {mature.index[unknown][0]} should have an outcome by {as_of}")
    return mature["status"].eq("cancelled").astype(int)
