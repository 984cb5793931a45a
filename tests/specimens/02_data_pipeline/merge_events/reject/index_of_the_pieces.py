# reject: the old index labels stay
# loses: merge_events_check merge_events_hidden
# message: the index counts from 0
def merge_events(log, batch):
    events = pd.concat([log, batch[log.columns]])
    events = events.sort_values(["booking_id", "version", "arrived_at"], ascending=[True, False, True])
    return events.drop_duplicates("booking_id")
