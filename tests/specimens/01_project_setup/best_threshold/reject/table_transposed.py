# reject: reads the table as cost[flagged][true]
# loses: best_threshold_check best_threshold_hidden
# message: cost[true][flagged]
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    flagged = (np.asarray(scores) >= threshold).astype(int)
    return np.asarray(cost)[flagged, np.asarray(y_true)].mean()


def best_threshold(y_true, scores, cost):
    options = [*np.unique(scores), np.inf]
    return min(options, key=lambda threshold: expected_cost(y_true, scores, threshold, cost))
