# reject: looks str(value) up, so a missing value finds the category "nan" or "None"
# loses: one_hot_hidden
# message: a text is looked up exactly as it is; '', 'nan' and 'None' may be categories
def one_hot(values, vocabulary):
    columns = np.array([vocabulary.get(str(value), 0) for value in values], dtype=int)
    rows = np.arange(len(values))
    return sp.csr_matrix((np.ones(len(values)), (rows, columns)), shape=(len(values), len(vocabulary)))
