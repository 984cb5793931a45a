# reject: missing values are counted like a category of their own
# loses: ordinal_encode_check ordinal_encode_hidden
# message: 'Villa' is the most frequent category, so its code is 1
def ordinal_encode(train, values, min_support):
    counts = train.fillna("~missing").value_counts().sort_index().sort_values(ascending=False, kind="stable")
    codes = {category: code for code, category in enumerate(counts.index[counts >= min_support], start=1)}
    return np.array([codes.get(value, 0) for value in values.fillna("~missing")], dtype=int)
