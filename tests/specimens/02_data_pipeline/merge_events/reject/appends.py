# reject: appends the batch
# loses: merge_events_check merge_events_hidden
# message: a repeat says nothing new
def merge_events(log, batch):
    return pd.concat([log, batch[log.columns]]).sort_values("booking_id", ignore_index=True)
