# accept: builds a bool csc_array column by column
def one_hot(values, vocabulary):
    objects = values.to_numpy(dtype="object")
    columns = np.zeros((len(objects), len(vocabulary)), dtype=bool)
    for category, number in vocabulary.items():
        if category is not None:
            columns[:, number] = objects == category
    columns[:, 0] = ~columns[:, 1:].any(axis=1)
    return sp.csc_array(columns)
