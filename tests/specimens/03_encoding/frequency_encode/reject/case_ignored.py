# reject: names that differ in case are counted together
# loses: frequency_encode_check frequency_encode_hidden
# message: 'harbour' is not 'Harbour'; its share is 0.0, not
def frequency_encode(train, values):
    shares = train.str.lower().value_counts() / len(train)
    return values.str.lower().map(shares).astype("float64").fillna(0.0).mask(values.isna(), train.isna().mean())
