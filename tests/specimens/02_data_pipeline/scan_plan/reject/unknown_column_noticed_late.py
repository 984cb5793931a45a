# reject: the missing sizes are noticed only if a file is read
# loses: scan_plan_hidden
# message: even if no file is read
def scan_plan(files, columns, start, end, cities=None):
    paths, size = [], 0
    for record in files.to_dict("records"):
        if end <= start or record["rows"] == 0 or record["max_date"] < start or record["min_date"] >= end:
            continue
        if cities is not None and not pd.isna(record["city"]) and record["city"] not in cities:
            continue
        paths.append(record["path"])
        size += sum(record["bytes_" + column] for column in columns)
    return sorted(paths), size
