# reject: where there are no training rows it counts in values instead
# loses: ordinal_encode_hidden
# message: without training rows everything is unknown
def ordinal_encode(train, values, min_support):
    counts = (values if train.empty else train).value_counts()
    counts = counts.sort_index().sort_values(ascending=False, kind="stable")
    codes = {category: code for code, category in enumerate(counts.index[counts >= min_support], start=1)}
    return np.array([codes.get(value, 0) for value in values], dtype=int)
