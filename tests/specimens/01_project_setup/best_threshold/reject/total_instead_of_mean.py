# reject: the total cost instead of the cost per case
# loses: best_threshold_check best_threshold_hidden
# message: 46 is the total
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    flagged = (np.asarray(scores) >= threshold).astype(int)
    return np.asarray(cost)[np.asarray(y_true), flagged].sum()


def best_threshold(y_true, scores, cost):
    options = [*np.unique(scores), np.inf]
    return min(options, key=lambda threshold: expected_cost(y_true, scores, threshold, cost))
