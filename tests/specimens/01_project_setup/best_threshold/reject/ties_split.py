# reject: cuts the sorted cases anywhere, also between two with equal scores
# loses: best_threshold_check best_threshold_hidden
# message: while 9.2 is possible
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    flagged = (np.asarray(scores) >= threshold).astype(int)
    return np.asarray(cost)[np.asarray(y_true), flagged].mean()


def best_threshold(y_true, scores, cost):
    if len(scores) == 0:
        raise ValueError("no cases")
    y, s, c = np.asarray(y_true), np.asarray(scores, dtype=float), np.asarray(cost, dtype=float)
    order = np.lexsort([y, s])
    y, s = y[order], s[order]
    prices = [c[y[:cut], 0].sum() + c[y[cut:], 1].sum() for cut in range(len(s) + 1)]
    cut = int(np.argmin(prices))
    return np.inf if cut == len(s) else np.nextafter(s[cut], np.inf) if cut and s[cut - 1] == s[cut] else s[cut]
