# reject: keeps every booking whose outcome is known
# loses: mature_bookings_check mature_bookings_hidden
# message: a cancellation is known early, a completed stay late
def mature_bookings(bookings, as_of, wait=14):
    known = bookings[bookings["outcome_known_at"] <= as_of].set_index("booking_id")
    return known["status"].eq("cancelled").astype(int)
