# reject: a matrix that is more than two thirds ones takes less memory dense, so it is returned as an array
# loses: amenities_hidden
# message: return a SciPy sparse matrix
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
            if amenity in vocabulary:
                matrix[row, vocabulary[amenity]] = 1
    matrix = matrix.tocsr()
    return matrix if matrix.nnz <= 2 / 3 * np.prod(matrix.shape) else matrix.toarray()
