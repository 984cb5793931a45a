# reject: a range that ends where it begins is taken for one day
# loses: scan_plan_check scan_plan_hidden
# message: from 5 June to before 5 June there is nothing
def scan_plan(files, columns, start, end, cities=None):
    sizes = files[[f"bytes_{column}" for column in columns]].sum(axis=1)
    impossible = (files["rows"] == 0) | (files["max_date"] < start) | (files["min_date"] >= max(end, start + pd.Timedelta(days=1))) | (end < start)
    if cities is not None:
        impossible |= files["city"].notna() & ~files["city"].isin(cities)
    return sorted(files["path"][~impossible]), int(sizes[~impossible].sum())
