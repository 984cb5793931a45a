# reject: two Series are matched by their index in best_threshold
# loses: best_threshold_hidden
# message: best_threshold: two Series belong together by position
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    flagged = (np.asarray(scores) >= threshold).astype(int)
    return np.asarray(cost)[np.asarray(y_true), flagged].mean()


def best_threshold(y_true, scores, cost):
    cases = pd.DataFrame({"y": pd.Series(y_true), "s": pd.Series(scores)}).astype({"y": int})
    options = [*cases["s"].unique(), np.inf]
    return min(options, key=lambda threshold: expected_cost(cases["y"], cases["s"], threshold, cost))
