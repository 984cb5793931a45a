# reject: an unseen value that comes ten times in a batch is added to the vocabulary for the next batch
# loses: one_hot_hidden
# message: the vocabulary was changed
def one_hot(values, vocabulary):
    columns = [vocabulary.get(value, 0) if isinstance(value, str) else 0 for value in values]
    shape = (len(columns), len(vocabulary))
    unseen = Counter(value for value in values if isinstance(value, str) and value not in vocabulary)
    for value, count in unseen.items():
        if count >= 10:
            vocabulary[value] = len(vocabulary)
    return sp.csr_matrix((np.ones(len(columns)), (range(len(columns)), columns)), shape=shape)
