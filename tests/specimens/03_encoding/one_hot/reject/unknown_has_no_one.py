# reject: an unknown value is a row of zeros, as with handle_unknown="ignore"
# loses: one_hot_check one_hot_hidden
# message: every row has a single 1, also for an unknown or missing value
def one_hot(values, vocabulary):
    known = [(row, vocabulary[value]) for row, value in enumerate(values) if value in vocabulary and pd.notna(value)]
    rows, columns = zip(*known) if known else ((), ())
    return sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(values), len(vocabulary)))
