# reject: rounds the shares to two digits, which makes rare categories equal to unseen ones
# loses: frequency_encode_hidden
# message: wrong shares on fresh listings
def frequency_encode(train, values):
    shares = (train.value_counts() / len(train)).round(2)
    missing = round(train.isna().mean(), 2)
    return values.map(shares).astype("float64").fillna(0.0).mask(values.isna(), missing)
