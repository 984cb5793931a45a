# reject: value_counts decides the order of equally frequent categories
# loses: ordinal_encode_check ordinal_encode_hidden
# message: break the tie alphabetically
def ordinal_encode(train, values, min_support):
    counts = train.value_counts()
    codes = {category: code for code, category in enumerate(counts.index[counts >= min_support], start=1)}
    return np.array([codes.get(value, 0) for value in values], dtype=int)
