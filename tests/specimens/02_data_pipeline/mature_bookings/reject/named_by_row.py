# reject: names the row's label instead of the booking
# loses: mature_bookings_check mature_bookings_hidden
# message: name the booking in the message
def mature_bookings(bookings, as_of, wait=14):
    exists = bookings["created_at"] <= as_of
    due = bookings["check_out"] + pd.Timedelta(days=wait) <= as_of
    mature = bookings[exists & due].set_index("booking_id")
    unknown = mature["status"].isna() | ~(mature["outcome_known_at"] <= as_of)
    if unknown.any():
        raise ValueError(f"booking {bookings[exists & due].index[unknown.to_numpy()][0]} should have an outcome by {as_of}")
    return mature["status"].eq("cancelled").astype(int)
