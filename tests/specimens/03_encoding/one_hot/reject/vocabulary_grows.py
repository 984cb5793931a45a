# reject: a value that was never seen gets a new number in the vocabulary
# loses: one_hot_check one_hot_hidden
# message: serving must not add categories to the vocabulary
def one_hot(values, vocabulary):
    columns = []
    for value in values:
        if pd.isna(value):
            value = None
        if value not in vocabulary:
            vocabulary[value] = len(vocabulary)
        columns.append(vocabulary[value])
    return sp.csr_matrix((np.ones(len(columns)), (range(len(columns)), columns)), shape=(len(columns), len(vocabulary)))
