# reject: only bookings that the batch mentions come out
# loses: merge_events_check merge_events_hidden
# message: booking 1 was not in the batch and must stay
def merge_events(log, batch):
    events = pd.concat([log, batch[log.columns]])
    events = events[events["booking_id"].isin(batch["booking_id"])]
    events = events.sort_values(["booking_id", "version", "arrived_at"], ascending=[True, False, True])
    return events.drop_duplicates("booking_id", ignore_index=True)
