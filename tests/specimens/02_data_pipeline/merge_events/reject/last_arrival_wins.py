# reject: the row that arrived last is taken for the newest
# loses: merge_events_check merge_events_hidden
# message: the later version is true, whenever it arrives
def merge_events(log, batch):
    events = pd.concat([log, batch[log.columns]]).sort_values("arrived_at")
    events = events.drop_duplicates("booking_id", keep="last")
    return events.sort_values("booking_id", ignore_index=True)
