# reject: the vocabulary only filters; columns are numbered by what the batch holds
# loses: amenities_check amenities_hidden
# message: wrong entries
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
    kept = [_amenities(text) & set(vocabulary) for text in raw]
    columns = sorted(set().union(*kept))
    matrix = sp.lil_matrix((len(raw), len(columns)))
    for row, names in enumerate(kept):
        for name in names:
            matrix[row, columns.index(name)] = 1
    return matrix.tocsr()
