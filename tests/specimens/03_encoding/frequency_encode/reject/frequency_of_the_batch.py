# reject: the shares are counted in values
# loses: frequency_encode_check frequency_encode_hidden
# message: count in the training rows only
def frequency_encode(train, values):
    shares = values.value_counts(normalize=True, dropna=True) * values.notna().mean()
    return values.map(shares).astype("float64").fillna(0.0).mask(values.isna(), values.isna().mean())
