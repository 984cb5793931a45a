# accept: a table of cases by thresholds; nobody is flagged from infinity on
def expected_cost(y_true, scores, threshold, cost):
    return float(_costs(y_true, scores, [threshold], cost)[0])


def best_threshold(y_true, scores, cost):
    if not len(scores):
        raise ValueError("without cases there is no best threshold")
    options = np.append(np.unique(np.asarray(scores)), np.inf)
    return options[_costs(y_true, scores, options, cost).argmin()]


def _costs(y_true, scores, thresholds, cost):
    if not len(scores):
        raise ValueError("without cases there is no cost")
    (tn, fp), (fn, tp) = cost
    positive = np.asarray(y_true)[:, None] == 1
    flagged = np.asarray(scores)[:, None] >= np.asarray(thresholds)[None, :]
    table = np.where(positive, np.where(flagged, tp, fn), np.where(flagged, fp, tn))
    return table.mean(axis=0)
