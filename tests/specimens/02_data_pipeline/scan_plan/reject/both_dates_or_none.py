# reject: one missing date makes the other useless
# loses: scan_plan_check scan_plan_hidden
# message: ended lies before start, whatever its first date
def scan_plan(files, columns, start, end, cities=None):
    sizes = files[[f"bytes_{column}" for column in columns]].sum(axis=1)
    impossible = (files["rows"] == 0) | files[["min_date", "max_date"]].notna().all(axis=1) & ((files["max_date"] < start) | (files["min_date"] >= end)) | (end <= start)
    if cities is not None:
        impossible |= files["city"].notna() & ~files["city"].isin(cities)
    return sorted(files["path"][~impossible]), int(sizes[~impossible].sum())
