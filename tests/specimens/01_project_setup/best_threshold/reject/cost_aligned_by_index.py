# reject: two Series are matched by their index in expected_cost
# loses: best_threshold_hidden
# message: expected_cost: two Series belong together by position
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    cases = pd.DataFrame({"y": pd.Series(y_true), "s": pd.Series(scores)})
    return np.mean([cost[int(y)][int(s >= threshold)] for y, s in zip(cases["y"], cases["s"])])


def best_threshold(y_true, scores, cost):
    y, s = np.asarray(y_true), np.asarray(scores)
    return min([*np.unique(s), np.inf], key=lambda threshold: expected_cost(y, s, threshold, cost))
