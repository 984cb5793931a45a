# accept: one file after the other; NumPy integer and tuple
def scan_plan(files, columns, start, end, cities=None):
    needed = ["bytes_" + column for column in columns]
    for name in needed:
        if name not in files.columns:
            raise KeyError(name)
    paths, size = [], np.int64(0)
    for record in files.to_dict("records"):
        if end <= start or record["rows"] == 0:
            continue
        if not pd.isna(record["min_date"]) and record["min_date"] >= end:
            continue
        if not pd.isna(record["max_date"]) and record["max_date"] < start:
            continue
        if cities is not None and not pd.isna(record["city"]) and record["city"] not in cities:
            continue
        paths.append(record["path"])
        size += sum(record[name] for name in needed)
    return sorted(paths), size
