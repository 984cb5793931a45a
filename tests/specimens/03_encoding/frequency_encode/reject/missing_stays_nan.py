# reject: where no training row is missing, a missing value stays NaN
# loses: frequency_encode_hidden
# message: when no training row is missing, a missing value has share 0.0
def frequency_encode(train, values):
    shares = train.value_counts() / len(train)
    result = values.map(shares).astype("float64").fillna(0.0).mask(values.isna())
    if train.isna().any():
        result = result.fillna(train.isna().mean())
    return result
