# accept: collections.Counter, an OrderedDict, and a LIL matrix of booleans filled one entry at a time
from collections import Counter, OrderedDict


def parse(text):
    if pd.isna(text):
        return []
    text = text.strip()
    if text == "":
        return []
    return json.loads(text)


def amenity_vocabulary(raw, max_features):
    listings_with = Counter()
    for text in raw.tolist():
        listings_with.update(set(parse(text)))
    best = sorted(listings_with.items(), key=lambda item: item[0])
    best = sorted(best, key=lambda item: item[1], reverse=True)
    vocabulary = OrderedDict()
    for amenity, _ in best:
        if len(vocabulary) == max_features:
            break
        vocabulary[amenity] = len(vocabulary)
    return vocabulary


def amenity_matrix(raw, vocabulary):
    matrix = sp.lil_matrix((len(raw), len(vocabulary)), dtype=bool)
    for row in range(len(raw)):
        for amenity in parse(raw.iloc[row]):
            if amenity in vocabulary:
                matrix[row, vocabulary[amenity]] = True
    return matrix
