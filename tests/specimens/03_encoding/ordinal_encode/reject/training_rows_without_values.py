# reject: without values it encodes the training rows, as fit_transform would
# loses: ordinal_encode_hidden
# message: no values, no codes
def ordinal_encode(train, values, min_support):
    if values.empty:
        values = train
    counts = train.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    codes = {category: code for code, category in enumerate(counts.index[counts >= min_support], start=1)}
    return np.array([codes.get(value, 0) for value in values], dtype=int)
