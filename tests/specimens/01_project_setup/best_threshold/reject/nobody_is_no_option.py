# reject: only scores are tried, so that somebody is always flagged
# loses: best_threshold_check best_threshold_hidden
# message: flagging nobody is an option
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    flagged = (np.asarray(scores) >= threshold).astype(int)
    return np.asarray(cost)[np.asarray(y_true), flagged].mean()


def best_threshold(y_true, scores, cost):
    return min(np.unique(scores), key=lambda threshold: expected_cost(y_true, scores, threshold, cost))
