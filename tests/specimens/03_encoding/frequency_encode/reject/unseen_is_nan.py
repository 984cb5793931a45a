# reject: a category that train does not hold stays NaN
# loses: frequency_encode_check frequency_encode_hidden
# message: a category that train does not hold has the share 0.0, not nan
def frequency_encode(train, values):
    shares = train.value_counts() / len(train)
    return values.map(shares).astype("float64").mask(values.isna(), train.isna().mean())
