# reject: rows with a blank in by fall out of the groupby
# loses: fill_within_check fill_within_hidden
# message: not in index
def fill_within(train, rows, column, by, min_rows=5):
    known = train.assign(**{column: train[column].astype(float)}).dropna(subset=[column])
    overall = known[column].median()
    medians = {group: values.median() for group, values in known.groupby(by)[column] if len(values) >= min_rows}
    parts = []
    for group, part in rows.groupby(by):
        numbers = part[column].astype(float)
        parts.append(
            pd.DataFrame({"value": numbers.fillna(medians.get(group, overall)), "was_missing": numbers.isna()})
        )
    if not parts:
        return pd.DataFrame({"value": [], "was_missing": []})
    filled = pd.concat(parts)
    return filled.loc[rows.index] if rows.index.is_unique else filled
