# reject: flags nobody by the largest score plus a billionth, lost in the rounding of large scores
# loses: best_threshold_hidden
# message: flagging nobody is best here, and your threshold still flags somebody
def expected_cost(y_true, scores, threshold, cost):
    y, s = np.asarray(y_true).astype(int), np.asarray(scores)
    if len(y) == 0:
        raise ValueError("no cases")
    table = np.asarray(cost, dtype=float)
    flagged = (s >= threshold).astype(int)
    return float(table[y, flagged].mean())


def best_threshold(y_true, scores, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    candidates = [-np.inf, *np.unique(np.asarray(scores)), np.max(np.asarray(scores, dtype=float)) + 1e-9]
    return min(candidates, key=lambda t: expected_cost(y_true, scores, t, cost))
