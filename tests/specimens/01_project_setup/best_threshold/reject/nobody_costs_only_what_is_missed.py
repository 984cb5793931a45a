# reject: compares with flagging nobody as if only missed cases cost something
# loses: best_threshold_hidden
# message: on fresh data another threshold costs less
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    return np.asarray(cost)[np.asarray(y_true), (np.asarray(scores) >= threshold).astype(int)].mean()


def best_threshold(y_true, scores, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    options = sorted(set(scores))
    prices = [expected_cost(y_true, scores, option, cost) for option in options]
    nobody = np.mean(y_true) * cost[1][0]
    return options[int(np.argmin(prices))] if min(prices) <= nobody else np.inf
