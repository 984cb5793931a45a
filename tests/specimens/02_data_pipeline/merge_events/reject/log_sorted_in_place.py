# reject: sorts the log that it was given
# loses: merge_events_hidden
# message: leave log and batch as they were
def merge_events(log, batch):
    log.sort_values(["booking_id", "version"], inplace=True)
    events = pd.concat([log, batch[log.columns]])
    events = events.sort_values(["booking_id", "version", "arrived_at"], ascending=[True, False, True])
    return events.drop_duplicates("booking_id", ignore_index=True)
