# reject: equally common amenities in the order of appearance, as Counter.most_common gives them
# loses: amenities_check amenities_hidden
# message: the alphabet decides
from collections import Counter

def _amenities(text):
    return dict.fromkeys(json.loads(text)) if isinstance(text, str) and text.strip() else {}


def amenity_vocabulary(raw, max_features):
    counts = Counter()
    for text in raw:
        counts.update(list(_amenities(text)))
    return {amenity: column for column, (amenity, _) in enumerate(counts.most_common(max_features))}


def amenity_matrix(raw, vocabulary):
    matrix = sp.lil_matrix((len(raw), len(vocabulary)))
    for row, text in enumerate(raw):
        for amenity in _amenities(text):
            if amenity in vocabulary:
                matrix[row, vocabulary[amenity]] = 1
    return matrix.tocsr()
