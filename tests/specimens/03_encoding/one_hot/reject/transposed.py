# reject: categories in the rows and values in the columns
# loses: one_hot_check one_hot_hidden
# message: 5 values and 4 vocabulary entries make shape (5, 4)
def one_hot(values, vocabulary):
    columns = [vocabulary.get(value, 0) if isinstance(value, str) else 0 for value in values]
    return sp.csc_matrix((np.ones(len(columns)), (columns, range(len(columns)))), shape=(len(vocabulary), len(columns)))
