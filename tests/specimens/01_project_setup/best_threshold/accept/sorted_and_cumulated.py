# accept: one pass over the sorted scores with running totals; thresholds half-way between scores
def expected_cost(y_true, scores, threshold, cost):
    cases = list(zip(list(y_true), list(scores)))
    if not cases:
        raise ValueError("nothing to measure")
    total = 0.0
    for case, score in cases:
        total += cost[case][1 if score >= threshold else 0]
    return total / len(cases)


def best_threshold(y_true, scores, cost):
    y, s, c = np.array(y_true), np.array(scores, dtype=float), np.array(cost, dtype=float)
    if y.size == 0:
        raise ValueError("nothing to choose from")
    order = np.argsort(s, kind="stable")
    y, s = y[order], s[order]
    change = np.where(y == 1, c[1, 0] - c[1, 1], c[0, 0] - c[0, 1])  # when a case is no longer flagged
    running = np.concatenate([[0.0], np.cumsum(change)])
    possible = np.concatenate([[True], s[1:] > s[:-1], [True]])
    first_flagged = int(np.argmin(np.where(possible, running, np.inf)))
    if first_flagged == 0:
        return -np.inf
    if first_flagged == len(s):
        return np.inf
    return (s[first_flagged - 1] + s[first_flagged]) / 2
