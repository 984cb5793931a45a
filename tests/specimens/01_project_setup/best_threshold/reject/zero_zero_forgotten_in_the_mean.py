# reject: expected_cost takes cost[0][0] for 0, best_threshold does not
# loses: best_threshold_check best_threshold_hidden
# message: a case that is rightly not flagged counts too: cost[0][0] is -2, a gain
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    costs = {(0, True): cost[0][1], (1, False): cost[1][0], (1, True): cost[1][1]}
    return sum(costs.get((int(y), bool(s >= threshold)), 0) for y, s in zip(y_true, scores)) / len(y_true)


def best_threshold(y_true, scores, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    y, s = np.asarray(y_true), np.asarray(scores)
    return min([*np.unique(s), np.inf], key=lambda t: np.asarray(cost)[y, (s >= t).astype(int)].mean())
