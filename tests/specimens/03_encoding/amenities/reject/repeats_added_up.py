# reject: repeated entries of a sparse matrix overwrite each other (they add up)
# loses: amenities_check amenities_hidden
# message: an amenity named twice is still a 1
def _amenities(text):
    return json.loads(text) if isinstance(text, str) and text.strip() else []


def amenity_vocabulary(raw, max_features):
    counts = {}
    for text in raw:
        for amenity in set(_amenities(text)):
            counts[amenity] = counts.get(amenity, 0) + 1
    ranked = sorted(counts, key=lambda amenity: (-counts[amenity], amenity))
    return {amenity: column for column, amenity in enumerate(ranked[:max_features])}


def amenity_matrix(raw, vocabulary):
    entries = [
        (row, vocabulary[amenity])
        for row, text in enumerate(raw)
        for amenity in _amenities(text)
        if amenity in vocabulary
    ]
    rows, columns = np.array(entries, dtype=int).reshape(-1, 2).T
    return sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(raw), len(vocabulary)))
