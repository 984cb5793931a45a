# reject: squeeze takes the second dimension away, and for a single value the first as well
# loses: ordinal_encode_hidden
# message: a value alone has the same code as in a batch
def ordinal_encode(train, values, min_support):
    counts = train.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    codes = {category: code for code, category in enumerate(counts.index[counts >= min_support], start=1)}
    column = values.to_frame().map(lambda value: codes.get(value, 0))
    return column.to_numpy(dtype=int).squeeze()
