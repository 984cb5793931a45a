# accept: a lil_matrix filled row by row in plain Python (slow-ish)
def one_hot(values, vocabulary):
    matrix = sp.lil_matrix((len(values), len(vocabulary)), dtype=int)
    for row, value in enumerate(values.tolist()):
        if value in vocabulary and value is not None:
            matrix[row, vocabulary[value]] = 1
        else:
            matrix[row, 0] = 1
    return matrix
