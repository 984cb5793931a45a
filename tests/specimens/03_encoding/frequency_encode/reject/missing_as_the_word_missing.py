# reject: turns missing values into the word "missing", which may be a category as well
# loses: frequency_encode_hidden
# message: a missing value is not that text
def frequency_encode(train, values):
    shares = train.fillna("missing").value_counts(normalize=True)
    return values.fillna("missing").map(shares).astype("float64").fillna(0.0)
