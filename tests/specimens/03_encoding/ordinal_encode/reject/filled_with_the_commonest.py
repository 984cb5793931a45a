# reject: fills missing training rows with the commonest category, which lends it support
# loses: ordinal_encode_hidden
# message: rows without a value support no category
def ordinal_encode(train, values, min_support):
    if train.notna().any():
        train = train.fillna(train.mode()[0])
    counts = train.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    codes = {category: code for code, category in enumerate(counts.index[counts >= min_support], start=1)}
    return np.array([codes.get(value, 0) for value in values], dtype=int)
