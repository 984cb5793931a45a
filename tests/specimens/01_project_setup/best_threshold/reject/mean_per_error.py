# reject: divides the cost by the number of errors
# loses: best_threshold_check best_threshold_hidden
# message: 46 for 5 cases, 9.2
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    y, flagged = np.asarray(y_true), (np.asarray(scores) >= threshold).astype(int)
    return np.asarray(cost)[y, flagged].sum() / max((y != flagged).sum(), 1)


def best_threshold(y_true, scores, cost):
    options = [*np.unique(scores), np.inf]
    return min(options, key=lambda threshold: expected_cost(y_true, scores, threshold, cost))
