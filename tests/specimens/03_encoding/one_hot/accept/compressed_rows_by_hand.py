# accept: writes indptr and indices itself, inside a small class
class UnknownTo(dict):
    def __missing__(self, key):
        return 0


class OneHot:
    def __init__(self, vocabulary):
        self.width = len(vocabulary)
        self.numbers = UnknownTo({key: number for key, number in vocabulary.items() if key is not None})

    def __call__(self, values):
        indices = np.fromiter((self.numbers[value] for value in values), dtype=np.int64, count=len(values))
        indptr = np.arange(len(values) + 1)
        return sp.csr_matrix((np.ones(len(values), dtype=int), indices, indptr), (len(values), self.width))


def one_hot(values, vocabulary):
    return OneHot(vocabulary)(values)
