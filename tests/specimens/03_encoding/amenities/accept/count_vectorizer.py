# accept: scikit-learn's CountVectorizer with lists for documents; the column numbers are NumPy integers
from sklearn.feature_extraction.text import CountVectorizer


def _parse(text):
    return json.loads(text) if isinstance(text, str) and not text.isspace() and text else []


def amenity_vocabulary(raw, max_features):
    lists = [_parse(text) for text in raw]
    if not any(lists):
        return {}
    vectorizer = CountVectorizer(analyzer=lambda names: names, binary=True)
    listings_with = np.asarray(vectorizer.fit_transform(lists).sum(axis=0)).ravel()
    names = vectorizer.get_feature_names_out()
    order = np.lexsort((names.astype(object), -listings_with))[:max_features]
    return dict(zip(names[order], np.arange(len(order))))


def amenity_matrix(raw, vocabulary):
    if not len(raw) or not vocabulary:
        return sp.csr_array((len(raw), len(vocabulary)), dtype="int64")
    numbers = {amenity: int(number) for amenity, number in vocabulary.items()}
    vectorizer = CountVectorizer(analyzer=lambda names: names, binary=True, vocabulary=numbers)
    return vectorizer.transform(map(_parse, raw))
