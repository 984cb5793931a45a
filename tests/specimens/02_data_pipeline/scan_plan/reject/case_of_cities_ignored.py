# reject: the city is compared in lower case
# loses: scan_plan_hidden
# message: name for name
def scan_plan(files, columns, start, end, cities=None):
    sizes = files[[f"bytes_{column}" for column in columns]]
    skip = (files["rows"] == 0) | (files["max_date"] < start) | (files["min_date"] >= end)
    if cities is not None:
        skip |= files["city"].notna() & ~files["city"].str.lower().isin([c.lower() for c in cities])
    if end <= start:
        skip |= True
    read = ~skip.to_numpy(dtype=bool)
    return sorted(files["path"][read]), int(sizes[read].to_numpy().sum())
