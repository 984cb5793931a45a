# reject: looks for each name in the joined text, and so finds "Iron" where there is an "Ironing board"
# loses: amenities_hidden
# message: wrong entries on listings that were not in training
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
        joined = ", ".join(_amenities(text))
        for amenity, column in vocabulary.items():
            if amenity in joined:
                matrix[row, column] = 1
    return matrix.tocsr()
