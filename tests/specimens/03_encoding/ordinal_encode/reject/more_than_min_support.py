# reject: a category needs more than min_support rows
# loses: ordinal_encode_check ordinal_encode_hidden
# message: appear twice, which is enough for min_support=2
def ordinal_encode(train, values, min_support):
    counts = train.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    codes = {category: code for code, category in enumerate(counts.index[counts > min_support], start=1)}
    return np.array([codes.get(value, 0) for value in values], dtype=int)
