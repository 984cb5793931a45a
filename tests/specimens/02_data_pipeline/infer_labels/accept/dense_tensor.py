# accept: arrays of photos by annotators by labels
def infer_labels(votes, labels, n_iter=30):
    photos = sorted(votes["photo_id"].unique())
    people = sorted(votes["annotator"].unique())
    k = len(labels)
    hits = np.zeros((len(photos), len(people), k))
    row = {photo: place for place, photo in enumerate(photos)}
    column = {name: place for place, name in enumerate(people)}
    number = {label: place for place, label in enumerate(labels)}
    for photo, name, label in zip(votes["photo_id"], votes["annotator"], votes["label"]):
        hits[row[photo], column[name], number[label]] = 1
    if not photos:
        return pd.Series([], dtype="str"), pd.Series([], dtype="float64")
    voted = hits.sum(axis=2)
    q = hits.sum(axis=1) / voted.sum(axis=1, keepdims=True)
    for _ in range(n_iter):
        a = (1 + np.einsum("ijl,il->j", hits, q)) / (2 + voted.sum(axis=0))
        w = np.log(a) - np.log((1 - a) / (k - 1))
        q = softmax(np.einsum("ijl,j->il", hits, w), axis=1)
    best = [labels[place] for place in q.argmax(axis=1)]
    return pd.Series(best, index=photos), pd.Series(a, index=people)
