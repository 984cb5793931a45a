# accept: a class that counts every better category for each value (slow-ish), and a warning
import warnings


class RankedSupport:
    def __init__(self, train, min_support):
        self.rows = {}
        for value in train:
            if isinstance(value, str):
                self.rows[value] = self.rows.get(value, 0) + 1
        self.min_support = min_support

    def code(self, value):
        own = self.rows.get(value, 0) if isinstance(value, str) else 0
        if own < max(self.min_support, 1):
            return 0
        return 1 + sum(n > own or (n == own and name < value) for name, n in self.rows.items())


def ordinal_encode(train, values, min_support):
    support = RankedSupport(train, min_support)
    codes = np.array([support.code(value) for value in values], dtype=np.uint32)
    if not codes.any():
        warnings.warn("no value has a code of its own")
    return codes
