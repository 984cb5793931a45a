# reject: the number of rows instead of their share
# loses: frequency_encode_check frequency_encode_hidden
# message: 'Harbour' is 3 of 10 training rows
def frequency_encode(train, values):
    counts = train.value_counts()
    return values.map(counts).astype("float64").fillna(0.0).mask(values.isna(), train.isna().sum())
