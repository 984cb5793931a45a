# reject: columns by position in the dict instead of the vocabulary's numbers
# loses: amenities_check amenities_hidden
# message: wrong entries; the vocabulary's number is the column:
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
    found = [_amenities(text) for text in raw]
    columns = [[float(name in names) for names in found] for name in vocabulary]
    return sp.csr_matrix(np.array(columns).T.reshape(len(raw), len(vocabulary)))
