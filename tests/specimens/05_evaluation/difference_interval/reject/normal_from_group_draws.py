# reject: a normal interval with the standard deviation of the draws
# loses: difference_interval_check difference_interval_hidden
# message: no draw of these hosts
def difference_interval(loss_a, loss_b, groups, n_boot=2000, level=0.95, seed=0):
    """Return (mean, low, high) of loss_a - loss_b; the interval by a bootstrap of whole groups."""
    difference = np.asarray(loss_a, dtype=float) - np.asarray(loss_b, dtype=float)
    if len(difference) == 0:
        raise ValueError("no rows, so no difference")
    group = pd.factorize(np.asarray(groups))[0]
    rows, total = np.bincount(group), np.bincount(group, difference)
    drawn = np.random.default_rng(seed).integers(len(rows), size=(n_boot, len(rows)))
    means = total[drawn].sum(axis=1) / rows[drawn].sum(axis=1)
    half = stats.norm.ppf((1 + level) / 2) * means.std()
    low, high = means.mean() - half, means.mean() + half
    return difference.mean(), low, high
