# reject: updates what the log has, and loses new bookings
# loses: merge_events_check merge_events_hidden
# message: booking 8 is new
def merge_events(log, batch):
    events = pd.concat([log, batch[log.columns]])
    events = events[events["booking_id"].isin(log["booking_id"])]
    events = events.sort_values(["booking_id", "version", "arrived_at"], ascending=[True, False, True])
    return events.drop_duplicates("booking_id", ignore_index=True)
