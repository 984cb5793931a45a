# reject: keeps the column numbers in uint8 to save memory; from 256 categories on they wrap around
# loses: one_hot_hidden
# message: some values are in the wrong column
def one_hot(values, vocabulary):
    columns = np.array([vocabulary.get(value, 0) if isinstance(value, str) else 0 for value in values])
    columns = columns.astype("uint8")
    return sp.csr_matrix((np.ones(len(columns)), (np.arange(len(columns)), columns)), shape=(len(columns), len(vocabulary)))
