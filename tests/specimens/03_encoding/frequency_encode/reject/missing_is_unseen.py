# reject: a missing value gets 0, like a category that train does not hold
# loses: frequency_encode_check frequency_encode_hidden
# message: a missing value has the share 0.2
def frequency_encode(train, values):
    shares = train.value_counts() / len(train)
    return values.map(shares).astype("float64").fillna(0.0)
