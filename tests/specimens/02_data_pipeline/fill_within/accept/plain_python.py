# accept: lists and statistics.median, Float64 values, flags of 0 and 1
import statistics


def fill_within(train, rows, column, by, min_rows=5):
    groups, everything = {}, []
    for record in train.to_dict("records"):
        value = record[column]
        if pd.isna(value):
            continue
        everything.append(float(value))
        key = tuple(record[name] for name in by)
        if not any(pd.isna(part) for part in key):
            groups.setdefault(key, []).append(float(value))
    values, flags = [], []
    for record in rows.to_dict("records"):
        blank = bool(pd.isna(record[column]))
        value = record[column]
        if blank:
            key = tuple(record[name] for name in by)
            members = groups.get(key, []) if not any(pd.isna(part) for part in key) else []
            source = members if len(members) >= min_rows else everything
            value = statistics.median(source) if source else float("nan")
        values.append(float(value))
        flags.append(int(blank))
    result = pd.DataFrame({"was_missing": flags, "value": pd.array(values, dtype="Float64")})
    return result.set_index(rows.index)
