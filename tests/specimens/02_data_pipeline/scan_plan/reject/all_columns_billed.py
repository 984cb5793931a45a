# reject: bytes of all columns
# loses: scan_plan_check scan_plan_hidden
# message: only the wanted columns are read
def scan_plan(files, columns, start, end, cities=None):
    sizes = files[[f"bytes_{column}" for column in columns]].sum(axis=1)
    sizes = files[[name for name in files.columns if name.startswith("bytes_")]].sum(axis=1)
    impossible = (files["rows"] == 0) | (files["max_date"] < start) | (files["min_date"] >= end) | (end <= start)
    if cities is not None:
        impossible |= files["city"].notna() & ~files["city"].isin(cities)
    return sorted(files["path"][~impossible]), int(sizes[~impossible].sum())
