# reject: of equal versions the latest arrival is kept
# loses: merge_events_check merge_events_hidden
# message: keep the row that arrived first
def merge_events(log, batch):
    events = pd.concat([log, batch[log.columns]]).sort_values(["booking_id", "version", "arrived_at"])
    return events.drop_duplicates("booking_id", keep="last", ignore_index=True)
