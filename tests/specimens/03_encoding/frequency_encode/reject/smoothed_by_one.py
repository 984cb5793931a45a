# reject: adds one to every count, so that unseen categories are not 0
# loses: frequency_encode_check frequency_encode_hidden
# message: 'Harbour' is 3 of 10 training rows
def frequency_encode(train, values):
    counts = train.fillna("?").value_counts()
    shares = (counts + 1) / (len(train) + len(counts))
    return values.fillna("?").map(shares).astype("float64").fillna(1 / (len(train) + len(counts)))
