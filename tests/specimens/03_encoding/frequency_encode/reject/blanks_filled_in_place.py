# reject: fills the blanks of the caller's columns in place
# loses: frequency_encode_hidden
# message: leave the Series you were given as they were
def frequency_encode(train, values):
    train[train.isna()] = "(none)"
    values[values.isna()] = "(none)"
    return values.map(train.value_counts(normalize=True)).astype("float64").fillna(0.0)
