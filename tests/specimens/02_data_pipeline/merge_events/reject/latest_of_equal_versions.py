# reject: of equal versions the latest arrival is kept
# loses: merge_events_hidden
# message: of equal versions keep the earliest arrival
def merge_events(log, batch):
    events = pd.concat([log, batch[log.columns]]).sort_values(["booking_id", "version", "arrived_at"])
    return events.drop_duplicates("booking_id", keep="last", ignore_index=True)
