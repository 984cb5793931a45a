# reject: a 90 % interval
# loses: reliability_check reliability_hidden
# message: for 0 of 10 Wilson
def reliability(y, p, edges):
    """Return n, predicted, observed, low and high (Wilson, 95 %) of each bin, a DataFrame."""
    y, p = np.asarray(y), np.asarray(p)
    place = np.minimum(np.searchsorted(edges, p, side="right"), len(edges) - 1)
    rows = []
    for number in range(1, len(edges)):
        observed, predicted = y[place == number], p[place == number]
        n = len(observed)
        if n == 0:
            rows.append([0, np.nan, np.nan, np.nan, np.nan])
        else:
            interval = stats.binomtest(int(observed.sum()), n).proportion_ci(0.9, method="wilson")
            rows.append([n, predicted.mean(), observed.mean(), interval.low, interval.high])
    return pd.DataFrame(rows, columns=["n", "predicted", "observed", "low", "high"])


def undo_sampling(p, kept):
    """Return the probabilities in production of a model trained with the share `kept` of the negatives."""
    if not 0 < kept <= 1:
        raise ValueError("kept is a share above 0 and at most 1")
    p = np.asarray(p)
    return p * kept / (p * kept + 1 - p)
