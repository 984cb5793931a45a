# reject: an infinite threshold without any case
# loses: best_threshold_check best_threshold_hidden
# message: without any case there is no evidence: a ValueError
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    flagged = (np.asarray(scores) >= threshold).astype(int)
    return np.asarray(cost)[np.asarray(y_true), flagged].mean()


def best_threshold(y_true, scores, cost):
    if len(scores) == 0:
        return np.inf
    options = [*np.unique(scores), np.inf]
    return min(options, key=lambda threshold: expected_cost(y_true, scores, threshold, cost))
