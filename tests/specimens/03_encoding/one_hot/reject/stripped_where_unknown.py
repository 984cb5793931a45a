# reject: a value that is not in the vocabulary is tried again without its spaces
# loses: one_hot_hidden
# message: a text is looked up exactly as it is; '', 'nan' and 'None' may be categories
def one_hot(values, vocabulary):
    columns = np.array([0 if pd.isna(value) else vocabulary.get(value, vocabulary.get(value.strip(), 0)) for value in values], dtype=int)
    rows = np.arange(len(values))
    return sp.csr_matrix((np.ones(len(values)), (rows, columns)), shape=(len(values), len(vocabulary)))
