# reject: the ranks run upwards from the rarest category
# loses: ordinal_encode_check ordinal_encode_hidden
# message: 'Villa' is the most frequent in train, so its code is 1, not
def ordinal_encode(train, values, min_support):
    counts = train.value_counts().sort_index().sort_values(kind="stable")
    codes = {category: code for code, category in enumerate(counts.index[counts >= min_support], start=1)}
    return np.array([codes.get(value, 0) for value in values], dtype=int)
