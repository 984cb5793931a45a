# accept: a smaller table at every step
def scan_plan(files, columns, start, end, cities=None):
    needed = [f"bytes_{column}" for column in columns]
    table = files[["path", "city", "min_date", "max_date", "rows", *needed]].reset_index(drop=True)
    if start >= end:
        return [], 0
    table = table[table["rows"] != 0]
    table = table[table["max_date"].isna() | (table["max_date"] >= start)]
    table = table[table["min_date"].isna() | (table["min_date"] < end)]
    if cities is not None:
        table = table[[city in set(cities) or pd.isna(city) for city in table["city"]]]
    table = table.sort_values("path")
    return table["path"].tolist(), int(table[needed].to_numpy(dtype="int64").sum())
