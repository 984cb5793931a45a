# reject: map leaves NaN where there is no code
# loses: ordinal_encode_check ordinal_encode_hidden
# message: rare, unseen and missing values have the code 0
def ordinal_encode(train, values, min_support):
    counts = train.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    codes = {category: code for code, category in enumerate(counts.index[counts >= min_support], start=1)}
    return values.map(codes).to_numpy()
