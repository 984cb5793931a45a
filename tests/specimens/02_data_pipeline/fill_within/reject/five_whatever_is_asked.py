# reject: min_rows is 5, whatever is given
# loses: fill_within_check fill_within_hidden
# message: with min_rows=4 the four known private rooms are enough
def fill_within(train, rows, column, by, min_rows=5):
    known = train.assign(**{column: train[column].astype(float)}).dropna(subset=[column])
    overall = known[column].median()
    medians = {group: values.median() for group, values in known.groupby(by)[column] if len(values) >= 5}
    fill = [medians.get(group, overall) for group in rows[by].itertuples(index=False, name=None)]
    missing = rows[column].isna()
    value = np.where(missing, fill, rows[column].astype(float))
    return pd.DataFrame({"value": value, "was_missing": missing}, index=rows.index)
