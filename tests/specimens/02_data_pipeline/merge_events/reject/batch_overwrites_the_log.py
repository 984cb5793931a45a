# reject: whatever the batch says of a booking replaces the log
# loses: merge_events_check merge_events_hidden
# message: the later version is true, whenever it arrives
def merge_events(log, batch):
    batch = batch[log.columns].sort_values(["version", "arrived_at"], ascending=[False, True])
    batch = batch.drop_duplicates("booking_id")
    rest = log[~log["booking_id"].isin(batch["booking_id"])]
    return pd.concat([rest, batch]).sort_values("booking_id", ignore_index=True)
