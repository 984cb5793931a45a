# reject: "loft" and "Loft" are merged before counting
# loses: ordinal_encode_check ordinal_encode_hidden
# message: 'villa' is not 'Villa'; a category is a text exactly as it is
def ordinal_encode(train, values, min_support):
    counts = train.str.lower().value_counts().sort_index().sort_values(ascending=False, kind="stable")
    codes = {category: code for code, category in enumerate(counts.index[counts >= min_support], start=1)}
    return np.array([codes.get(value, 0) for value in values.str.lower()], dtype=int)
