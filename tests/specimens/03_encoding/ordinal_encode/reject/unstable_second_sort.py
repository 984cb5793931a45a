# reject: sorts by name, then by count with a sort that does not keep the order of ties
# loses: ordinal_encode_hidden
# message: rank by count and then alphabet
def ordinal_encode(train, values, min_support):
    counts = train.value_counts().sort_index().sort_values(ascending=False)
    codes = {category: code for code, category in enumerate(counts.index[counts >= min_support], start=1)}
    return np.array([codes.get(value, 0) for value in values], dtype=int)
