# reject: amenities of one character are left out, as a CountVectorizer does
# loses: amenities_hidden
# message: an amenity is a text exactly as the list holds it; 'Wifi'
def _amenities(text):
    if pd.isna(text) or not text.strip():
        return []
    return [amenity for amenity in json.loads(text) if len(amenity) > 1]


def amenity_vocabulary(raw, max_features):
    counts = Counter()
    for text in raw:
        counts.update(set(_amenities(text)))
    ranked = sorted(counts, key=lambda amenity: (-counts[amenity], amenity))
    return {amenity: column for column, amenity in enumerate(ranked[:max_features])}


def amenity_matrix(raw, vocabulary):
    rows, columns = [], []
    for row, text in enumerate(raw):
        for amenity in set(_amenities(text)):
            if amenity in vocabulary:
                rows.append(row)
                columns.append(vocabulary[amenity])
    return sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(raw), len(vocabulary)))
