# reject: missing values are filled with "" and left out, and with them a category that really is ""
# loses: ordinal_encode_hidden
# message: texts exactly as given
def ordinal_encode(train, values, min_support):
    filled = train.fillna("")
    counts = filled[filled != ""].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    codes = {category: code for code, category in enumerate(counts.index[counts >= min_support], start=1)}
    return np.array([codes.get(value, 0) for value in values.fillna("")], dtype=int)
