# reject: one row per booking and version
# loses: merge_events_check merge_events_hidden
# message: one row per booking; booking 3 has 2
def merge_events(log, batch):
    events = pd.concat([log, batch[log.columns]]).sort_values(["booking_id", "version", "arrived_at"])
    return events.drop_duplicates(["booking_id", "version"], ignore_index=True)
