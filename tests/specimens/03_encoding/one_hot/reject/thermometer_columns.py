# reject: fills all columns up to the number, which imposes an order
# loses: one_hot_check one_hot_hidden
# message: every row has a single 1
def one_hot(values, vocabulary):
    columns = np.array([vocabulary.get(value, 0) if isinstance(value, str) else 0 for value in values], dtype=int)
    return sp.csr_matrix((np.arange(len(vocabulary)) <= columns[:, None]).astype(float))
