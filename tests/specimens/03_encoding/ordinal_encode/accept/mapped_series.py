# accept: groupby size sorted by two keys; returns a Series of int64 with the index of values; prints what is kept
def ordinal_encode(train, values, min_support):
    support = train.dropna().rename("category").to_frame().groupby("category").size()
    table = support.rename("rows").reset_index().sort_values(["rows", "category"], ascending=[False, True])
    table = table[table["rows"] >= min_support].reset_index(drop=True)
    print(f"{len(table)} of {len(support)} categories have support")
    codes = dict(zip(table["category"], table.index + 1))
    return values.map(codes).fillna(0).astype("int64")
