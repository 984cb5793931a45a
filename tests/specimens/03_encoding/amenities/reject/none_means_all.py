# reject: max_features=0 is taken for no limit
# loses: amenities_hidden
# message: max_features=0 leaves no amenity
def _amenities(text):
    if pd.isna(text) or not text.strip():
        return []
    return json.loads(text)


def amenity_vocabulary(raw, max_features):
    counts = Counter()
    for text in raw:
        counts.update(set(_amenities(text)))
    ranked = sorted(counts, key=lambda amenity: (-counts[amenity], amenity))
    return {amenity: column for column, amenity in enumerate(ranked[: max_features or None])}


def amenity_matrix(raw, vocabulary):
    rows, columns = [], []
    for row, text in enumerate(raw):
        for amenity in set(_amenities(text)):
            if amenity in vocabulary:
                rows.append(row)
                columns.append(vocabulary[amenity])
    return sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(raw), len(vocabulary)))
