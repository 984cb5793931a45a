# reject: zip(*entries) cannot be unpacked when a batch holds no amenity, so a dummy entry stands in, and stays
# loses: amenities_hidden
# message: a batch without amenities is all zeros
def _amenities(text):
    return set(json.loads(text)) if isinstance(text, str) and text.strip() else set()


def amenity_vocabulary(raw, max_features):
    counts = {}
    for text in raw:
        for amenity in _amenities(text):
            counts[amenity] = counts.get(amenity, 0) + 1
    ranked = sorted(counts, key=lambda amenity: (-counts[amenity], amenity))
    return {amenity: column for column, amenity in enumerate(ranked[:max_features])}


def amenity_matrix(raw, vocabulary):
    if raw.empty:
        return sp.csr_matrix((0, len(vocabulary)))
    entries = [(row, vocabulary[name]) for row, text in enumerate(raw) for name in _amenities(text) if name in vocabulary]
    rows, columns = zip(*entries) if entries else ((0,), (0,))
    return sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(raw), len(vocabulary)))
