# reject: an empty batch gives an empty matrix, without the columns
# loses: one_hot_hidden
# message: an empty batch gives 0 rows and all the columns
def one_hot(values, vocabulary):
    if values.empty:
        return sp.csr_matrix((0, 0))
    columns = [vocabulary.get(value, 0) if isinstance(value, str) else 0 for value in values]
    return sp.csr_matrix((np.ones(len(columns)), (range(len(columns)), columns)), shape=(len(columns), len(vocabulary)))
