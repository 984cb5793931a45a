# reject: without values it returns the table of the shares
# loses: frequency_encode_hidden
# message: no values, no shares
def frequency_encode(train, values):
    shares = train.value_counts() / len(train)
    if values.empty:
        return shares
    return values.map(shares).astype("float64").fillna(0.0).mask(values.isna(), train.isna().mean())
