# reject: rows, known or not, count against min_rows
# loses: fill_within_check fill_within_hidden
# message: count known values, not rows
def fill_within(train, rows, column, by, min_rows=5):
    numbers = train.assign(**{column: train[column].astype(float)})
    overall = numbers[column].median()
    medians = {group: values.median() for group, values in numbers.groupby(by)[column] if len(values) >= min_rows}
    fill = [medians.get(group, overall) for group in rows[by].itertuples(index=False, name=None)]
    fill = [overall if np.isnan(value) else value for value in fill]
    missing = rows[column].isna()
    value = np.where(missing, fill, rows[column].astype(float))
    return pd.DataFrame({"value": value, "was_missing": missing}, index=rows.index)
