# reject: fills the missing rows by their label, which also hits other rows with the same label
# loses: frequency_encode_hidden
# message: rows that share an index label
def frequency_encode(train, values):
    shares = train.value_counts() / len(train)
    result = values.map(shares).astype("float64").fillna(0.0)
    result.loc[values.index[values.isna()]] = train.isna().mean()
    return result
