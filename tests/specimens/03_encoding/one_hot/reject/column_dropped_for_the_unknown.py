# reject: column 0 is left out as redundant, as with drop="first"
# loses: one_hot_check one_hot_hidden
# message: 5 values and 4 vocabulary entries make shape (5, 4)
def one_hot(values, vocabulary):
    columns = np.array([vocabulary.get(value, 0) if isinstance(value, str) else 0 for value in values], dtype=int)
    full = sp.csr_matrix((np.ones(len(values)), (np.arange(len(values)), columns)), shape=(len(values), len(vocabulary)))
    return full[:, 1:]
