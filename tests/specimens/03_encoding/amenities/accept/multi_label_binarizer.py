# accept: scikit-learn's MultiLabelBinarizer, which warns about amenities outside the vocabulary
from sklearn.preprocessing import MultiLabelBinarizer


def as_lists(raw):
    texts = raw.astype("object").where(raw.notna(), "[]")
    texts = texts.map(lambda text: text.strip() or "[]")
    return [json.loads(text) for text in texts]


def amenity_vocabulary(raw, max_features):
    binarizer = MultiLabelBinarizer(sparse_output=True)
    matrix = binarizer.fit_transform(as_lists(raw))
    table = pd.DataFrame({"amenity": list(binarizer.classes_)}, dtype="object")
    table["listings"] = np.asarray(matrix.sum(axis=0)).ravel()[: len(table)].astype(int)
    table = table.sort_values(["listings", "amenity"], ascending=[False, True], ignore_index=True)
    return {amenity: int(number) for number, amenity in table["amenity"].iloc[:max_features].items()}


def amenity_matrix(raw, vocabulary):
    binarizer = MultiLabelBinarizer(classes=sorted(vocabulary, key=vocabulary.get), sparse_output=True)
    binarizer.fit([])
    return binarizer.transform(as_lists(raw)).tocsc()
