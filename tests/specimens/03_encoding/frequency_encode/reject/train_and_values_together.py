# reject: the shares are counted in train and values together, so that nothing is unseen
# loses: frequency_encode_check frequency_encode_hidden
# message: 'Harbour' is 3 of 10 training rows
def frequency_encode(train, values):
    both = pd.concat([train, values])
    shares = both.value_counts() / len(both)
    return values.map(shares).astype("float64").mask(values.isna(), both.isna().mean())
