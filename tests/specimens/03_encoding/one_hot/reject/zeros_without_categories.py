# reject: without categories there is nothing to mark, so even the column of the unknown stays 0
# loses: one_hot_hidden
# message: with an empty vocabulary everything is unknown
def one_hot(values, vocabulary):
    shape = (len(values), len(vocabulary))
    if not any(name is not None for name in vocabulary):
        return sp.csr_matrix(shape)
    columns = [vocabulary.get(value, 0) if isinstance(value, str) else 0 for value in values]
    return sp.csr_matrix((np.ones(len(columns)), (range(len(columns)), columns)), shape=shape)
