# reject: a group that train never saw gets nothing
# loses: fill_within_check fill_within_hidden
# message: one that train never saw, gets the median of all
def fill_within(train, rows, column, by, min_rows=5):
    known = train.assign(**{column: train[column].astype(float)}).dropna(subset=[column])
    overall = known[column].median()
    medians = {group: values.median() for group, values in known.groupby(by)[column] if len(values) >= min_rows}

    seen = {group for group, _ in train.groupby(by)}
    fill = [medians.get(group, overall if group in seen or any(pd.isna(part) for part in group) else np.nan) for group in rows[by].itertuples(index=False, name=None)]
    missing = rows[column].isna()
    value = np.where(missing, fill, rows[column].astype(float))
    return pd.DataFrame({"value": value, "was_missing": missing}, index=rows.index)
