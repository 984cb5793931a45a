# reject: takes the threshold that costs most
# loses: best_threshold_check best_threshold_hidden
# message: while 9.2 is possible
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    flagged = (np.asarray(scores) >= threshold).astype(int)
    return np.asarray(cost)[np.asarray(y_true), flagged].mean()


def best_threshold(y_true, scores, cost):
    options = [*np.unique(scores), np.inf]
    return max(options, key=lambda threshold: expected_cost(y_true, scores, threshold, cost))
