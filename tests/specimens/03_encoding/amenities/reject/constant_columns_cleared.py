# reject: clears the columns that are 1 in every row of the batch, because a constant tells a model nothing
# loses: amenities_hidden
# message: one listing alone must be encoded as it is in a batch
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
    shares = matrix.toarray().mean(axis=0) if len(raw) else np.zeros(len(vocabulary))
    return matrix.tocsr() @ sp.diags((shares < 1).astype(float))
