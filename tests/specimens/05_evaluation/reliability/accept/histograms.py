# accept: three histograms, and the interval as roots of a quadratic
def reliability(y, p, edges):
    y, p = np.asarray(y, dtype=float), np.asarray(p, dtype=float)
    n = np.histogram(p, edges)[0]
    z2 = stats.chi2.ppf(0.95, 1)
    with np.errstate(invalid="ignore"):
        rate = np.histogram(p, edges, weights=y)[0] / n
        mean = np.histogram(p, edges, weights=p)[0] / n
    roots = [
        sorted(np.roots([1 + z2 / k, -(2 * r + z2 / k), r * r]).real) if k else (np.nan, np.nan)
        for k, r in zip(n, rate)
    ]
    return pd.DataFrame({"observed": rate, "predicted": mean, "n": n}).join(
        pd.DataFrame(roots, columns=["low", "high"])
    )


def undo_sampling(p, kept):
    if not (kept > 0 and kept <= 1):
        raise ValueError("kept must be in (0, 1]")
    p = np.asarray(p, dtype=float)
    return 1 - (1 - p) / (1 - p + p * kept)
