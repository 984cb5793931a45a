# accept: dictionaries and loops, as the prompt is written
def infer_labels(votes, labels, n_iter=30):
    on, by = {}, {}
    for photo, name, label in votes[["photo_id", "annotator", "label"]].itertuples(index=False):
        on.setdefault(photo, []).append((name, label))
        by.setdefault(name, []).append((photo, label))
    q = {i: {l: sum(label == l for _, label in given) / len(given) for l in labels} for i, given in on.items()}
    a = {}
    for _ in range(n_iter):
        for name, given in by.items():
            a[name] = (1 + sum(q[photo][label] for photo, label in given)) / (len(given) + 2)
        for photo, given in on.items():
            score = {}
            for l in labels:
                score[l] = sum(
                    math.log(a[name]) if label == l else math.log((1 - a[name]) / (len(labels) - 1))
                    for name, label in given
                )
            top = max(score.values())
            weight = {l: math.exp(s - top) for l, s in score.items()}
            total = sum(weight.values())
            q[photo] = {l: w / total for l, w in weight.items()}
    best = {photo: max(q[photo], key=q[photo].get) for photo in sorted(q)}
    return pd.Series(best, dtype="object"), pd.Series({name: a[name] for name in sorted(a)}, dtype="float64")
