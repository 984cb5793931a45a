# reject: a NumPy array instead of a Series
# loses: frequency_encode_check frequency_encode_hidden
# message: return a Series with the index of values
def frequency_encode(train, values):
    shares = train.value_counts() / len(train)
    return values.map(shares).astype("float64").fillna(0.0).mask(values.isna(), train.isna().mean()).to_numpy()
