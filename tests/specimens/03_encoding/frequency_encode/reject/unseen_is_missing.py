# reject: unseen and missing values share one number, the share of missing rows
# loses: frequency_encode_check frequency_encode_hidden
# message: a category that train does not hold has the share 0.0
def frequency_encode(train, values):
    shares = train.value_counts() / len(train)
    return values.map(shares).astype("float64").fillna(train.isna().mean())
