# reject: cuts the decimals off the costs
# loses: best_threshold_hidden
# message: wrong on fresh data
def expected_cost(y_true, scores, threshold, cost):
    y, s = np.asarray(y_true).astype(int), np.asarray(scores)
    if len(y) == 0:
        raise ValueError("no cases")
    table = np.asarray(cost, dtype=float).astype(int)
    flagged = (s >= threshold).astype(int)
    return float(table[y, flagged].mean())


def best_threshold(y_true, scores, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    candidates = [-np.inf, *np.unique(np.asarray(scores)), np.inf]
    return min(candidates, key=lambda t: expected_cost(y_true, scores, t, cost))
