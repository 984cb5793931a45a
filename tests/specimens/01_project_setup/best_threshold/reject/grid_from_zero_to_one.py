# reject: tries a hundred thresholds between 0 and 1
# loses: best_threshold_check best_threshold_hidden
# message: while 6 is possible
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    flagged = (np.asarray(scores) >= threshold).astype(int)
    return np.asarray(cost)[np.asarray(y_true), flagged].mean()


def best_threshold(y_true, scores, cost):
    return min(np.linspace(0, 1, 101), key=lambda threshold: expected_cost(y_true, scores, threshold, cost))
