# reject: the majority, and agreement with it
# loses: infer_labels_check infer_labels_hidden
# message: weigh the votes, and repeat
def infer_labels(votes, labels, n_iter=30):
    best = votes.groupby("photo_id")["label"].agg(lambda given: given.mode().iloc[0] if len(given) else None)
    right = votes["label"] == votes["photo_id"].map(best)
    groups = right.astype(float).groupby(votes["annotator"])
    return best.sort_index(), ((groups.sum() + 1) / (groups.size() + 2)).sort_index()
