# reject: the threshold with the best F1, which knows no costs
# loses: best_threshold_check best_threshold_hidden
# message: while 6 is possible
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    flagged = (np.asarray(scores) >= threshold).astype(int)
    return np.asarray(cost)[np.asarray(y_true), flagged].mean()


def best_threshold(y_true, scores, cost):
    if len(scores) == 0:
        raise ValueError("no cases")
    y, s = np.asarray(y_true), np.asarray(scores)

    def f1(threshold):
        flagged = s >= threshold
        return 2 * (flagged & (y == 1)).sum() / (flagged.sum() + y.sum())

    return max(np.unique(s), key=f1)
