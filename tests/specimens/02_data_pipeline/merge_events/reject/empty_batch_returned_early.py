# reject: with an empty batch the log is handed back as it came
# loses: merge_events_hidden
# message: one row per booking, sorted by booking_id
def merge_events(log, batch):
    if batch.empty:
        return log.reset_index(drop=True)
    events = pd.concat([log, batch[log.columns]])
    events = events.sort_values(["booking_id", "version", "arrived_at"], ascending=[True, False, True])
    return events.drop_duplicates("booking_id", ignore_index=True)
