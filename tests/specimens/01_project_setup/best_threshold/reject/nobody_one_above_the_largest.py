# reject: flags nobody by the largest score plus 1, which is the largest itself if it is huge
# loses: best_threshold_hidden
# message: flagging nobody is best here, and your threshold still flags somebody
def expected_cost(y_true, scores, threshold, cost):
    return float(_costs(y_true, scores, [threshold], cost)[0])


def best_threshold(y_true, scores, cost):
    if not len(scores):
        raise ValueError("without cases there is no best threshold")
    options = np.append(np.unique(np.asarray(scores)), np.max(scores) + 1)
    return options[_costs(y_true, scores, options, cost).argmin()]


def _costs(y_true, scores, thresholds, cost):
    if not len(scores):
        raise ValueError("without cases there is no cost")
    (tn, fp), (fn, tp) = cost
    positive = np.asarray(y_true)[:, None] == 1
    flagged = np.asarray(scores)[:, None] >= np.asarray(thresholds)[None, :]
    table = np.where(positive, np.where(flagged, tp, fn), np.where(flagged, fp, tn))
    return table.mean(axis=0)
