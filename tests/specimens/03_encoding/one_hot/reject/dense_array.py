# reject: a dense NumPy array
# loses: one_hot_check one_hot_hidden
# message: return a SciPy sparse matrix
def one_hot(values, vocabulary):
    columns = [vocabulary.get(value, 0) if isinstance(value, str) else 0 for value in values]
    return np.eye(len(vocabulary))[columns]
