# reject: keeps the columns of rows
# loses: fill_within_check fill_within_hidden
# message: and no other columns
def fill_within(train, rows, column, by, min_rows=5):
    known = train[train[column].notna()]
    overall = float(known[column].median()) if len(known) else np.nan
    stats = known.dropna(subset=by).groupby(by)[column].agg(["median", "size"])
    medians = {}
    for key, middle, size in zip(stats.index, stats["median"], stats["size"]):
        if size >= min_rows:
            medians[key if isinstance(key, tuple) else (key,)] = float(middle)
    blank = rows[column].isna().to_numpy()
    keys = list(zip(*[rows[name] for name in by]))
    value = [medians.get(key, overall) if gone else x for key, x, gone in zip(keys, rows[column], blank)]
    return rows.assign(value=np.array(value, dtype=float), was_missing=blank)
