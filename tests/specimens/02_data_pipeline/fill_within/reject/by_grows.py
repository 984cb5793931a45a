# reject: appends to the list of columns
# loses: fill_within_hidden
# message: leave the list `by` as it was
def fill_within(train, rows, column, by, min_rows=5):
    by.append(by[0])
    known = train.dropna(subset=[column])
    overall = known[column].astype(float).median() if len(known) else np.nan
    medians = {}
    for key, values in known.dropna(subset=by).groupby(by)[column]:
        if len(values) >= min_rows:
            medians[key if isinstance(key, tuple) else (key,)] = float(values.median())
    keys = list(zip(*[rows[name] for name in by]))
    value, was_missing = [], []
    for key, x in zip(keys, rows[column]):
        was_missing.append(bool(pd.isna(x)))
        if pd.isna(x):
            x = medians.get(key, overall)
        value.append(float(x))
    return pd.DataFrame({"value": value, "was_missing": was_missing}, index=rows.index)
