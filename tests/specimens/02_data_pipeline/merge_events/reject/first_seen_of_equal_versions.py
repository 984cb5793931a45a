# reject: of equal versions the one that was merged first is kept
# loses: merge_events_check merge_events_hidden
# message: keep the row that arrived first
def merge_events(log, batch):
    events = pd.concat([log, batch[log.columns]], ignore_index=True)
    events = events.sort_values(["booking_id", "version"], ascending=[True, False], kind="stable")
    return events.drop_duplicates("booking_id", ignore_index=True)
