# reject: as many columns as the largest number in the batch
# loses: amenities_hidden
# message: all the columns
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
    rows, columns = [], []
    for row, text in enumerate(raw):
        for amenity in _amenities(text) & set(vocabulary):
            rows.append(row)
            columns.append(vocabulary[amenity])
    width = max(columns, default=-1) + 1
    return sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(raw), width))
