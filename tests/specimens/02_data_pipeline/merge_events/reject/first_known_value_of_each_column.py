# reject: groupby().first() takes the first value that is not blank, column by column
# loses: merge_events_check merge_events_hidden
# message: keep every row whole
def merge_events(log, batch):
    events = pd.concat([log, batch[log.columns]]).sort_values(["version", "arrived_at"], ascending=[False, True])
    return events.groupby("booking_id", as_index=False).first()[list(log.columns)]
