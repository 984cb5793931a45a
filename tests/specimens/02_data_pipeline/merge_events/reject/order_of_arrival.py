# reject: one row per booking, but not sorted
# loses: merge_events_check merge_events_hidden
# message: sort the rows by booking_id
def merge_events(log, batch):
    events = pd.concat([log, batch[log.columns]]).sort_values(["version", "arrived_at"], ascending=[False, True])
    return events.drop_duplicates("booking_id", ignore_index=True)
