# reject: sorts the caller's scores and labels
# loses: best_threshold_hidden
# message: leave the data you were given as they were
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    flagged = (np.asarray(scores) >= threshold).astype(int)
    return np.asarray(cost)[np.asarray(y_true), flagged].mean()


def best_threshold(y_true, scores, cost):
    if isinstance(scores, np.ndarray):
        order = np.argsort(scores)
        scores[:] = scores[order]
        y_true[:] = y_true[order]
    return min([*scores, np.inf], key=lambda threshold: expected_cost(y_true, scores, threshold, cost))
