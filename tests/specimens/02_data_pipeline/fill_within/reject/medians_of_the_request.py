# reject: medians of the rows at hand
# loses: fill_within_check fill_within_hidden
# message: 7 is a value of the request; learn from train
def fill_within(train, rows, column, by, min_rows=5):
    missing = rows[column].isna()
    value = rows[column].fillna(rows.groupby(by)[column].transform("median")).fillna(rows[column].median())
    return pd.DataFrame({"value": value, "was_missing": missing}, index=rows.index)
