# reject: a JSON list is a text with commas between quotes
# loses: amenities_check amenities_hidden
# message: 'Pool, heated' is one amenity, as common as 'Sauna'; the alphabet decides:
def _amenities(text):
    if not isinstance(text, str) or not text.strip():
        return set()
    names = text.strip().strip("[]").split(", ")
    return {name.strip('"') for name in names if name}


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
