# reject: goes up from the lowest score and stops where the cost first rises
# loses: best_threshold_check best_threshold_hidden
# message: while 6 is possible
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    flagged = (np.asarray(scores) >= threshold).astype(int)
    return np.asarray(cost)[np.asarray(y_true), flagged].mean()


def best_threshold(y_true, scores, cost):
    if len(scores) == 0:
        raise ValueError("no cases")
    options = [*np.unique(scores), np.inf]
    prices = [expected_cost(y_true, scores, threshold, cost) for threshold in options]
    for i in range(len(options) - 1):
        if prices[i + 1] > prices[i]:
            return options[i]
    return options[-1]
