# reject: a short cut for the single home of serving, written apart, divides by the rows that are not missing
# loses: frequency_encode_hidden
# message: a value alone must have the same share as in a batch
def frequency_encode(train, values):
    if len(values) == 1:
        shares = train.value_counts(normalize=True)
        return pd.Series([shares.get(values.iloc[0], 0.0)], index=values.index, dtype="float64")
    shares = train.value_counts() / len(train)
    return values.map(shares).astype("float64").fillna(0.0).mask(values.isna(), train.isna().mean())
