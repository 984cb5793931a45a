# reject: a blank is 0
# loses: fill_within_check fill_within_hidden
# message: a home without known beds has beds
def fill_within(train, rows, column, by, min_rows=5):
    return pd.DataFrame({"value": rows[column].fillna(0), "was_missing": rows[column].isna()})
