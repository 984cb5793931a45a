# reject: a text that is no JSON is read as names between commas, and so a missing one as the amenity "None"
# loses: amenities_check amenities_hidden
# message: a blank or missing text has no amenities
def _amenities(text):
    try:
        return set(json.loads(text))
    except (TypeError, ValueError):
        return {name.strip() for name in str(text).split(",") if name.strip()}


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
