# accept: first the highest version, then the earliest arrival, then repeats
def merge_events(log, batch):
    events = pd.concat([log, batch]).loc[:, log.columns]
    events = events[events["version"] == events.groupby("booking_id")["version"].transform("max")]
    events = events[events["arrived_at"] == events.groupby("booking_id")["arrived_at"].transform("min")]
    events = events.drop_duplicates("booking_id").sort_values("booking_id")
    print(len(events), "bookings")
    events.index = range(len(events))
    return events
