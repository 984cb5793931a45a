# reject: an empty list of cities means all
# loses: scan_plan_hidden
# message: of an empty list every file of one city is skipped
def scan_plan(files, columns, start, end, cities=None):
    sizes = files[[f"bytes_{column}" for column in columns]]
    skip = (files["rows"] == 0) | (files["max_date"] < start) | (files["min_date"] >= end)
    if cities:
        skip |= files["city"].notna() & ~files["city"].isin(cities)
    if end <= start:
        skip |= True
    read = ~skip.to_numpy(dtype=bool)
    return sorted(files["path"][read]), int(sizes[read].to_numpy().sum())
