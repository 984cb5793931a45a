# reject: idxmax gives labels, and labels repeat
# loses: merge_events_check merge_events_hidden
# message: keep the row that arrived first
def merge_events(log, batch):
    events = pd.concat([log, batch[log.columns]]).sort_values(["version", "arrived_at"], ascending=[True, False])
    events = events.loc[events.groupby("booking_id")["version"].idxmax()]
    return events.drop_duplicates(["booking_id"]).sort_values("booking_id", ignore_index=True)
