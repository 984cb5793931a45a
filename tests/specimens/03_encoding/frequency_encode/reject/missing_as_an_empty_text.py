# reject: turns missing values into "" and so mixes them with a category that really is ""
# loses: frequency_encode_check frequency_encode_hidden
# message: '' is a text like any other, in 1 of 4 rows, not
def frequency_encode(train, values):
    shares = train.fillna("").value_counts(normalize=True)
    return values.fillna("").map(shares).astype("float64").fillna(0.0)
