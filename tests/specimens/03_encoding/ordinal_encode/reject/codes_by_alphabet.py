# reject: categories with support are numbered alphabetically, not by frequency
# loses: ordinal_encode_check ordinal_encode_hidden
# message: 'Villa' is the most frequent in train, so its code is 1, not
def ordinal_encode(train, values, min_support):
    counts = train.value_counts()
    kept = sorted(counts.index[counts >= min_support])
    codes = {category: code for code, category in enumerate(kept, start=1)}
    return np.array([codes.get(value, 0) for value in values], dtype=int)
