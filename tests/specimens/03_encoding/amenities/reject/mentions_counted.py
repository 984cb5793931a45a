# reject: mentions counted instead of listings
# loses: amenities_check amenities_hidden
# message: count listings, not mentions
def _amenities(text):
    return json.loads(text) if isinstance(text, str) and text.strip() else []


def amenity_vocabulary(raw, max_features):
    counts = {}
    for text in raw:
        for amenity in _amenities(text):
            counts[amenity] = counts.get(amenity, 0) + 1
    ranked = sorted(counts, key=lambda amenity: (-counts[amenity], amenity))
    return {amenity: column for column, amenity in enumerate(ranked[:max_features])}


def amenity_matrix(raw, vocabulary):
    matrix = sp.lil_matrix((len(raw), len(vocabulary)))
    for row, text in enumerate(raw):
        for amenity in _amenities(text):
            if amenity in vocabulary:
                matrix[row, vocabulary[amenity]] = 1
    return matrix.tocsr()
