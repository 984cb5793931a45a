# reject: drop_duplicates on whole rows; a repeat has another arrived_at
# loses: merge_events_check merge_events_hidden
# message: a repeat differs in arrived_at
def merge_events(log, batch):
    events = pd.concat([log, batch[log.columns]]).drop_duplicates()
    return events.sort_values(["booking_id", "version"], ignore_index=True)
