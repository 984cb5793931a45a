# accept: sorted by rank, and the first row of each booking
def merge_events(log, batch):
    events = pd.concat([log, batch], ignore_index=True)[list(log.columns)]
    events = events.sort_values("arrived_at", kind="stable").sort_values("version", ascending=False, kind="stable")
    return events.groupby("booking_id", sort=False).head(1).sort_values("booking_id").reset_index(drop=True)
