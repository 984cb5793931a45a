# reject: returns the position of the best threshold among the sorted scores
# loses: best_threshold_check best_threshold_hidden
# message: while 9.2 is possible
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    flagged = (np.asarray(scores) >= threshold).astype(int)
    return np.asarray(cost)[np.asarray(y_true), flagged].mean()


def best_threshold(y_true, scores, cost):
    options = [*np.unique(scores), np.inf]
    return int(np.argmin([expected_cost(y_true, scores, threshold, cost) for threshold in options]))
