# reject: the nearest category by prefix stands in for an unseen value, so few values are unknown
# loses: one_hot_hidden
# message: some values are in the wrong column
import difflib


def one_hot(values, vocabulary):
    names = [key for key in vocabulary if key is not None]
    near = {}
    for value in {value for value in values if isinstance(value, str)} - set(names):
        near[value] = next(iter(difflib.get_close_matches(value, names, n=1)), None)
    columns = [vocabulary.get(near.get(value, value), 0) if isinstance(value, str) else 0 for value in values]
    return sp.csr_matrix((np.ones(len(columns)), (range(len(columns)), columns)), shape=(len(columns), len(vocabulary)))
