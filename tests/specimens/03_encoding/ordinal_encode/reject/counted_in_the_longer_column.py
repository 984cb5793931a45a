# reject: counts in train or in values, whichever has more rows and so the better counts
# loses: ordinal_encode_hidden
# message: support is counted in train, not in values
def ordinal_encode(train, values, min_support):
    sample = max(train, values, key=len)
    counts = sample.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    codes = {category: code for code, category in enumerate(counts.index[counts >= min_support], start=1)}
    return np.array([codes.get(value, 0) for value in values], dtype=int)
