# reject: flags everybody with the threshold 0, as if no score were negative
# loses: best_threshold_hidden
# message: when all scores are negative
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    flagged = (np.asarray(scores) >= threshold).astype(int)
    return np.asarray(cost)[np.asarray(y_true), flagged].mean()


def best_threshold(y_true, scores, cost):
    s = np.unique(scores)
    options = [0.0, *((s[1:] + s[:-1]) / 2), np.inf]
    return min(options, key=lambda threshold: expected_cost(y_true, scores, threshold, cost))
