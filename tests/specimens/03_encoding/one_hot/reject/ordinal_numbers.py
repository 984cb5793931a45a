# reject: one column that holds the numbers of the vocabulary
# loses: one_hot_check one_hot_hidden
# message: 5 values and 4 vocabulary entries make shape (5, 4)
def one_hot(values, vocabulary):
    columns = [vocabulary.get(value, 0) if isinstance(value, str) else 0 for value in values]
    return sp.csr_matrix(np.array(columns).reshape(-1, 1))
