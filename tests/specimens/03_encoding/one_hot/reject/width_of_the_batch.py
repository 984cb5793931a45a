# reject: no shape is given, so the width is the largest number that occurs in the batch
# loses: one_hot_check one_hot_hidden
# message: 'Barn' alone still has the four columns of the vocabulary, shape (1, 4), not
def one_hot(values, vocabulary):
    columns = [vocabulary.get(value, 0) if isinstance(value, str) else 0 for value in values]
    if not columns:
        return sp.csr_matrix((0, len(vocabulary)))
    return sp.csr_matrix((np.ones(len(columns)), (range(len(columns)), columns)))
