# reject: unseen values are written into the vocabulary with the number 0 to save the next look-up
# loses: one_hot_check one_hot_hidden
# message: serving must not add categories to the vocabulary
def one_hot(values, vocabulary):
    width = len(vocabulary)
    columns = [vocabulary.setdefault(value, 0) if isinstance(value, str) else 0 for value in values]
    return sp.csr_matrix((np.ones(len(columns)), (range(len(columns)), columns)), shape=(len(columns), width))
