# reject: notes unknown amenities in the vocabulary itself, with -1, to see them later
# loses: amenities_hidden
# message: the vocabulary was changed
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
    matrix = sp.lil_matrix((len(raw), len(vocabulary)))
    for row, text in enumerate(raw):
        for amenity in _amenities(text):
            column = vocabulary.setdefault(amenity, -1)
            if column >= 0:
                matrix[row, column] = 1
    return matrix.tocsr()
