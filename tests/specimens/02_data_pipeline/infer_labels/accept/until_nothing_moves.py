# accept: stops early when nothing moves; accuracies estimated once more at the end; returns a list
def infer_labels(votes, labels, n_iter=30):
    votes = votes.reset_index(drop=True)
    codes = pd.Categorical(votes["label"], categories=labels).codes
    onehot = np.eye(len(labels))[codes] if len(votes) else np.zeros((0, len(labels)))
    photos, people = votes["photo_id"], votes["annotator"]
    q = pd.DataFrame(onehot).groupby(photos).mean()

    def estimate(q):
        right = q.loc[photos].to_numpy()[np.arange(len(votes)), codes]
        groups = pd.Series(right, dtype=float).groupby(people)
        return (groups.sum() + 1) / (groups.size() + 2)

    a = estimate(q)
    for _ in range(n_iter):
        weight = (np.log(a) - np.log1p(-a) + np.log(len(labels) - 1)).loc[people].to_numpy()
        score = pd.DataFrame(onehot * weight[:, None]).groupby(photos).sum()
        score = np.exp(score.sub(score.max(axis=1), axis=0))
        new = score.div(score.sum(axis=1), axis=0)
        still = np.allclose(new.to_numpy(), q.to_numpy(), atol=1e-9)
        q = new
        a = estimate(q)
        if still:
            break
    names = np.array(labels, dtype=object)
    return [pd.Series(names[q.to_numpy().argmax(axis=1)], index=q.index.to_numpy()), a]
