# reject: a file without a city is skipped
# loses: scan_plan_check scan_plan_hidden
# message: a file without a city may hold any city
def scan_plan(files, columns, start, end, cities=None):
    sizes = files[[f"bytes_{column}" for column in columns]].sum(axis=1)
    impossible = (files["rows"] == 0) | (files["max_date"] < start) | (files["min_date"] >= end) | (end <= start)
    if cities is not None:
        impossible |= ~files["city"].isin(cities)
    return sorted(files["path"][~impossible]), int(sizes[~impossible].sum())
