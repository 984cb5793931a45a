# reject: resets the index of the caller's Series
# loses: best_threshold_hidden
# message: leave the data you were given as they were
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    flagged = (np.asarray(scores) >= threshold).astype(int)
    return np.asarray(cost)[np.asarray(y_true), flagged].mean()


def best_threshold(y_true, scores, cost):
    for column in (y_true, scores):
        if isinstance(column, pd.Series):
            column.reset_index(drop=True, inplace=True)
    return min([*scores, np.inf], key=lambda threshold: expected_cost(y_true, scores, threshold, cost))
