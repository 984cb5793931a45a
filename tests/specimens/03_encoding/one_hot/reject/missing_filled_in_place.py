# reject: fills the blanks of the caller's Series in place
# loses: one_hot_hidden
# message: leave the Series you were given as it was
def one_hot(values, vocabulary):
    values[values.isna()] = "unknown"
    columns = [vocabulary.get(value, 0) for value in values]
    return sp.csr_matrix((np.ones(len(columns)), (range(len(columns)), columns)), shape=(len(columns), len(vocabulary)))
