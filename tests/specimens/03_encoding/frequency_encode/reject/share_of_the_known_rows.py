# reject: value_counts(normalize=True) divides by the rows that are not missing
# loses: frequency_encode_check frequency_encode_hidden
# message: divide by all rows of train, the missing ones included
def frequency_encode(train, values):
    shares = train.value_counts(normalize=True)
    return values.map(shares).astype("float64").fillna(0.0).mask(values.isna(), train.isna().mean())
