# accept: sets tested against every vocabulary entry, slow; a COO sparse array that stores zeros as well
class AmenityList:
    def __init__(self, text):
        blank = text is None or isinstance(text, float) or not text.strip()
        self.names = frozenset() if blank else frozenset(json.loads(text))

    def indicators(self, names):
        return [1.0 if name in self.names else 0.0 for name in names]


def amenity_vocabulary(raw, max_features):
    homes = [AmenityList(text) for text in raw]
    everything = sorted(frozenset().union(*(home.names for home in homes)))
    support = {name: sum(name in home.names for home in homes) for name in everything}
    everything.sort(key=support.get, reverse=True)
    print(f"{len(everything)} amenities in {len(homes)} listings")
    return {name: everything.index(name) for name in everything[:max_features]}


def amenity_matrix(raw, vocabulary):
    names = [name for name, _ in sorted(vocabulary.items(), key=lambda item: item[1])]
    rows = [AmenityList(text).indicators(names) for text in raw]
    dense = np.array(rows, dtype="float32").reshape(len(raw), len(names))
    row, column = np.indices(dense.shape)
    return sp.coo_array((dense.ravel(), (row.ravel(), column.ravel())), shape=dense.shape)
