# accept: a cut-off day and masks; booleans as labels
def mature_bookings(bookings, as_of, wait=14):
    cutoff = as_of - pd.DateOffset(days=wait)
    due = bookings.loc[((bookings.created_at <= as_of) & (bookings.check_out <= cutoff)).to_numpy()]
    known = due.status.notna() & due.outcome_known_at.notna() & (due.outcome_known_at <= as_of)
    if not known.all():
        raise ValueError("no outcome yet: " + ", ".join(due.booking_id[~known].astype(str)))
    return pd.Series((due.status == "cancelled").to_numpy(), index=due.booking_id.to_numpy(), name="cancelled")
