# reject: takes the rows from the lowest to the highest label, which are all of them only if they are sorted
# loses: ordinal_encode_hidden
# message: the codes depend on the order of the training rows
def ordinal_encode(train, values, min_support):
    if len(train):
        train = train.loc[train.index.min() : train.index.max()]
    counts = train.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    codes = {category: code for code, category in enumerate(counts.index[counts >= min_support], start=1)}
    return np.array([codes.get(value, 0) for value in values], dtype=int)
