# reject: labels sorted, but answers read from the list as given
# loses: infer_labels_check infer_labels_hidden
# message: look a vote up in the list that you were given
def infer_labels(votes, labels, n_iter=30):
    labels = list(labels)
    k = len(labels)
    photo, photos = pd.factorize(votes["photo_id"], sort=True)
    annotator, annotators = pd.factorize(votes["annotator"], sort=True)
    said = np.array([sorted(labels).index(label) for label in votes["label"]], dtype=int)
    q = np.zeros((len(photos), k))
    np.add.at(q, (photo, said), 1)
    q = q / q.sum(axis=1, keepdims=True)
    n = np.bincount(annotator, minlength=len(annotators))
    for _ in range(n_iter):
        right = np.bincount(annotator, weights=q[photo, said], minlength=len(annotators))
        a = (1 + right) / (n + 2)
        score = np.zeros((len(photos), k))
        for label in range(k):
            gain = np.where(said == label, np.log(a[annotator]), np.log((1 - a[annotator]) / (k - 1)))
            np.add.at(score, (photo, label), gain)
        q = softmax(score, axis=1)
    best = [labels[i] for i in q.argmax(axis=1)] if len(photos) else []
    return pd.Series(best, index=photos), pd.Series(a, index=annotators)
