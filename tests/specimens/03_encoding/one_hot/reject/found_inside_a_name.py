# reject: compares with `in`, which asks whether a value is a part of a name; the empty text is a part of all
# loses: one_hot_hidden
# message: exactly one entry per row, with the value 1
def one_hot(values, vocabulary):
    encoded = sp.lil_matrix((len(values), len(vocabulary)))
    for row, value in enumerate(values):
        found = [
            column
            for name, column in vocabulary.items()
            if name is not None and isinstance(value, str) and value in name
        ]
        for column in found or [0]:
            encoded[row, column] = 1
    return encoded.tocsr()
