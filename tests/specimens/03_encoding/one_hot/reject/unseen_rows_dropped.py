# reject: rows whose value is unknown are left out
# loses: one_hot_check one_hot_hidden
# message: 5 values and 4 vocabulary entries make shape (5, 4)
def one_hot(values, vocabulary):
    columns = values.map(vocabulary).dropna().astype(int).to_numpy()
    return sp.csr_matrix((np.ones(len(columns)), (range(len(columns)), columns)), shape=(len(columns), len(vocabulary)))
