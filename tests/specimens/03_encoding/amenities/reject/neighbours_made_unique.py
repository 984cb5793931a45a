# reject: removes repeats only where they stand side by side
# loses: amenities_check amenities_hidden
# message: three listings have Wifi and two have a Kitchen, so Wifi is column 0
from itertools import groupby


def _amenities(text):
    names = json.loads(text) if isinstance(text, str) and text.strip() else []
    return [name for name, _ in groupby(names)]


def amenity_vocabulary(raw, max_features):
    counts = Counter(name for text in raw for name in _amenities(text))
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    return {name: column for column, name in enumerate(ranked[:max_features])}


def amenity_matrix(raw, vocabulary):
    matrix = sp.lil_matrix((len(raw), len(vocabulary)))
    for row, text in enumerate(raw):
        for name in _amenities(text):
            if name in vocabulary:
                matrix[row, vocabulary[name]] = 1.0
    return matrix.tocsr()
