# reject: tidies the case of a value before looking it up, which training did not do
# loses: one_hot_check one_hot_hidden
# message: look a text up exactly as it is; 'nan' is a category here and None is missing
def one_hot(values, vocabulary):
    tidy = [value.strip().capitalize() if isinstance(value, str) else None for value in values]
    columns = [vocabulary.get(value, 0) for value in tidy]
    return sp.csr_matrix((np.ones(len(columns)), (range(len(columns)), columns)), shape=(len(columns), len(vocabulary)))
