# reject: sorts the list of cities that it was given
# loses: scan_plan_hidden
# message: leave columns and cities as they were
def scan_plan(files, columns, start, end, cities=None):
    if cities:
        cities.sort()
    sizes = files[[f"bytes_{column}" for column in columns]]
    skip = (files["rows"] == 0) | (files["max_date"] < start) | (files["min_date"] >= end)
    if cities is not None:
        skip |= files["city"].notna() & ~files["city"].isin(cities)
    if end <= start:
        skip |= True
    read = ~skip.to_numpy(dtype=bool)
    return sorted(files["path"][read]), int(sizes[read].to_numpy().sum())
