# reject: the most frequent category gets 0 and so shares the code of the unknown
# loses: ordinal_encode_check ordinal_encode_hidden
# message: so its code is 1, not 0
def ordinal_encode(train, values, min_support):
    counts = train.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    codes = {category: code for code, category in enumerate(counts.index[counts >= min_support])}
    return np.array([codes.get(value, 0) for value in values], dtype=int)
