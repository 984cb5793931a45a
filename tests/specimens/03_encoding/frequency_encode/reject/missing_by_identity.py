# reject: a missing value is recognised by identity with one NaN
# loses: frequency_encode_check frequency_encode_hidden
# message: None and NaN are both missing, also in a column of dtype object
def frequency_encode(train, values):
    def key(value):
        return None if value is None or value is np.nan else value

    counts = Counter(key(value) for value in train.to_numpy())
    shares = [counts[key(value)] / len(train) for value in values.to_numpy()]
    return pd.Series(shares, index=values.index, dtype=float)
