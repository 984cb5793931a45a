# reject: the column is the position of the entry in the dict, not its number
# loses: one_hot_check one_hot_hidden
# message: use the numbers in the vocabulary, not the order of its entries
def one_hot(values, vocabulary):
    names = list(vocabulary)
    place = {name: position for position, name in enumerate(names)}
    columns = [place.get(value, 0) if isinstance(value, str) else 0 for value in values]
    return sp.csr_matrix((np.ones(len(columns)), (range(len(columns)), columns)), shape=(len(columns), len(names)))
