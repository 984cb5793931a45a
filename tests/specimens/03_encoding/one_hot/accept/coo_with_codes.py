# accept: pandas Index.get_indexer gives the columns; a coo_array of small integers
def one_hot(values, vocabulary):
    by_number = sorted(vocabulary, key=vocabulary.get)
    names = pd.Index(by_number[1:], dtype="object")
    columns = names.get_indexer(values.astype("object")) + 1
    rows = np.arange(len(columns))
    data = np.ones(len(columns), dtype=np.uint8)
    return sp.coo_array((data, (rows, columns)), shape=(len(columns), len(vocabulary)))
