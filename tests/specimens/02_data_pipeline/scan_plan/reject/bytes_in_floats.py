# reject: bytes added up as 32-bit floats
# loses: scan_plan_hidden
# message: exactly, also above 2**31
def scan_plan(files, columns, start, end, cities=None):
    sizes = files[[f"bytes_{column}" for column in columns]].sum(axis=1)
    impossible = (files["rows"] == 0) | (files["max_date"] < start) | (files["min_date"] >= end) | (end <= start)
    if cities is not None:
        impossible |= files["city"].notna() & ~files["city"].isin(cities)
    return sorted(files["path"][~impossible]), float(sizes[~impossible].astype("float32").sum())
