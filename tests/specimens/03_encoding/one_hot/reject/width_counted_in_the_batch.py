# reject: as many columns as the batch has distinct values, and one for the missing
# loses: one_hot_check one_hot_hidden
# message: 'Barn' alone still has the four columns of the vocabulary, shape (1, 4), not
def one_hot(values, vocabulary):
    columns = [vocabulary.get(value, 0) if isinstance(value, str) else 0 for value in values]
    shape = (len(columns), values.nunique() + 1)
    return sp.csr_matrix((np.ones(len(columns)), (range(len(columns)), columns)), shape=shape)
