# reject: the threshold that the costs give for calibrated probabilities, which scores are not
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
    (tn, fp), (fn, tp) = cost
    return (fp - tn) / (fp - tn + fn - tp)
