# reject: a city by part of its name
# loses: scan_plan_hidden
# message: name for name
def scan_plan(files, columns, start, end, cities=None):
    sizes = files[[f"bytes_{column}" for column in columns]]
    skip = (files["rows"] == 0) | (files["max_date"] < start) | (files["min_date"] >= end)
    if cities is not None:
        skip |= files["city"].notna() & ~files["city"].map(lambda c: any(str(x) in str(c) for x in cities)).astype(bool)
    if end <= start:
        skip |= True
    read = ~skip.to_numpy(dtype=bool)
    return sorted(files["path"][read]), int(sizes[read].to_numpy().sum())
