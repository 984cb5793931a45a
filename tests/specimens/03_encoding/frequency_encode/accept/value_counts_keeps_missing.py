# accept: value_counts(dropna=False) split into its known part and its missing part; prints the table
def frequency_encode(train, values):
    shares = train.value_counts(normalize=True, dropna=False)
    known = shares[shares.index.notna()]
    missing = shares[shares.index.isna()].sum()
    print(shares.head(3).to_string())
    result = values.map(known.to_dict()).astype("float64")
    result[values.isna()] = missing
    return result.fillna(0.0).rename("share")
