# reject: homes with a blank in by form a group of their own
# loses: fill_within_check fill_within_hidden
# message: homes without a room_type are no group
def fill_within(train, rows, column, by, min_rows=5):
    known = train.assign(**{column: train[column].astype(float)}).dropna(subset=[column])
    overall = known[column].median()
    medians = {group: values.median() for group, values in known.fillna({name: "?" for name in by if known[name].dtype.kind not in "iufb"}).groupby(by)[column] if len(values) >= min_rows}
    fill = [medians.get(group, overall) for group in rows[by].fillna({name: "?" for name in by if rows[name].dtype.kind not in "iufb"}).itertuples(index=False, name=None)]
    missing = rows[column].isna()
    value = np.where(missing, fill, rows[column].astype(float))
    return pd.DataFrame({"value": value, "was_missing": missing}, index=rows.index)
