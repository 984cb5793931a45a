# reject: map makes NaN and so floats; filling the NaN does not make them integers again
# loses: ordinal_encode_check
# message: the codes are integers
def ordinal_encode(train, values, min_support):
    counts = train.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    codes = {category: code for code, category in enumerate(counts.index[counts >= min_support], start=1)}
    return values.map(codes).fillna(0.0).to_numpy(dtype=float)
