# reject: equally common amenities are ordered as in a phone book, upper and lower case mixed
# loses: amenities_hidden
# message: order equally common amenities as sorted() does: 'Zoo' before 'apple'
def _amenities(text):
    if pd.isna(text) or not text.strip():
        return []
    return json.loads(text)


def amenity_vocabulary(raw, max_features):
    counts = Counter()
    for text in raw:
        counts.update(set(_amenities(text)))
    ranked = sorted(counts, key=lambda amenity: (-counts[amenity], amenity.lower()))
    return {amenity: column for column, amenity in enumerate(ranked[:max_features])}


def amenity_matrix(raw, vocabulary):
    rows, columns = [], []
    for row, text in enumerate(raw):
        for amenity in set(_amenities(text)):
            if amenity in vocabulary:
                rows.append(row)
                columns.append(vocabulary[amenity])
    return sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(raw), len(vocabulary)))
