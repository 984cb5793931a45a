# reject: cancelled bookings are taken for a fault
# loses: mature_bookings_check mature_bookings_hidden
# message: cancelled is a label, not a fault
def mature_bookings(bookings, as_of, wait=14):
    exists = bookings["created_at"] <= as_of
    due = bookings["check_out"] + pd.Timedelta(days=wait) <= as_of
    due &= bookings["status"] != "cancelled"
    mature = bookings[exists & due].set_index("booking_id")
    unknown = mature["status"].isna() | ~(mature["outcome_known_at"] <= as_of)
    if unknown.any():
        raise ValueError(f"booking {mature.index[unknown][0]} should have an outcome by {as_of}")
    return mature["status"].eq("cancelled").astype(int)
