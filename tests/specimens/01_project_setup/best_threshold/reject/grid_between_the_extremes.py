# reject: tries a hundred thresholds between the lowest and the highest score, and nobody
# loses: best_threshold_hidden
# message: another threshold costs less
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    flagged = (np.asarray(scores) >= threshold).astype(int)
    return np.asarray(cost)[np.asarray(y_true), flagged].mean()


def best_threshold(y_true, scores, cost):
    options = [*np.linspace(np.min(scores), np.max(scores), 50), np.inf] if len(scores) else [0.0]
    return min(options, key=lambda threshold: expected_cost(y_true, scores, threshold, cost))
