# reject: only errors cost something
# loses: best_threshold_check best_threshold_hidden
# message: a rightly flagged case is not free here: cost[1][1] is 4
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    y, flagged = np.asarray(y_true), np.asarray(scores) >= threshold
    return (cost[0][1] * ((y == 0) & flagged).sum() + cost[1][0] * ((y == 1) & ~flagged).sum()) / len(y)


def best_threshold(y_true, scores, cost):
    options = [*np.unique(scores), np.inf]
    return min(options, key=lambda threshold: expected_cost(y_true, scores, threshold, cost))
