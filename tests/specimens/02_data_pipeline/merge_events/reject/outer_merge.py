# reject: an outer merge, filled from the left; whole numbers become floats
# loses: merge_events_hidden
# message: dtypes changed
def merge_events(log, batch):
    def newest(table):
        table = table.sort_values(["version", "arrived_at"], ascending=[False, True])
        return table.drop_duplicates("booking_id").set_index("booking_id")

    both = newest(log).join(newest(batch), how="outer", lsuffix="_log", rsuffix="_batch")
    late = both["version_log"].fillna(0) < both["version_batch"].fillna(0)
    tie = (both["version_log"] == both["version_batch"]) & (both["arrived_at_batch"] < both["arrived_at_log"])
    merged = pd.DataFrame(index=both.index)
    for column in log.columns.drop("booking_id"):
        merged[column] = both[column + "_log"].mask(late | tie, both[column + "_batch"])
    return merged.reset_index()[list(log.columns)].sort_values("booking_id", ignore_index=True)
