# reject: a column that is missing in most training rows counts as useless, and everything in it as unknown
# loses: ordinal_encode_hidden
# message: a missing value is never a category, however often it occurs
def ordinal_encode(train, values, min_support):
    if train.isna().mean() > 0.5:
        return np.zeros(len(values), dtype=int)
    counts = train.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    codes = {category: code for code, category in enumerate(counts.index[counts >= min_support], start=1)}
    return np.array([codes.get(value, 0) for value in values], dtype=int)
