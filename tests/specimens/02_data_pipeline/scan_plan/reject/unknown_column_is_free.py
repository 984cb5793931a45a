# reject: a column without sizes costs nothing
# loses: scan_plan_check scan_plan_hidden
# message: nothing is known of the size of fee: a KeyError
def scan_plan(files, columns, start, end, cities=None):
    sizes = files[[f"bytes_{column}" for column in columns if f"bytes_{column}" in files.columns]].sum(axis=1)
    impossible = (files["rows"] == 0) | (files["max_date"] < start) | (files["min_date"] >= end) | (end <= start)
    if cities is not None:
        impossible |= files["city"].notna() & ~files["city"].isin(cities)
    return sorted(files["path"][~impossible]), int(sizes[~impossible].sum())
