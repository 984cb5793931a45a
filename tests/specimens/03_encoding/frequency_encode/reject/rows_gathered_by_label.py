# reject: puts known and missing rows back in order by their labels, which gathers the rows that share one
# loses: frequency_encode_hidden
# message: the result is a Series with the index of values, also when labels repeat
def frequency_encode(train, values):
    shares = train.value_counts() / len(train)
    known = values.dropna().map(shares).astype("float64").fillna(0.0)
    missing = pd.Series(train.isna().mean(), index=values.index[values.isna()])
    return pd.concat([known, missing]).loc[values.index.unique()]
