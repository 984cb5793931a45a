# reject: turns missing values into the text "nan" and so mixes them with a category of that name
# loses: frequency_encode_hidden
# message: a missing value is not that text
def frequency_encode(train, values):
    shares = train.fillna("nan").value_counts(normalize=True)
    return values.fillna("nan").map(shares).astype("float64").fillna(0.0)
