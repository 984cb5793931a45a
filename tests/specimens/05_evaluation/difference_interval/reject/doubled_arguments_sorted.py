# reject: sorts the losses in place
# loses: difference_interval_check difference_interval_hidden
# message: difference_interval
def difference_interval(loss_a, loss_b, groups, n_boot=2000, level=0.95, seed=0):
    a, b = np.asarray(loss_a), np.asarray(loss_b)
    if len(a) == 0:
        raise ValueError("no rows")
    a -= b
    group = pd.factorize(np.asarray(groups))[0]
    rows, total = np.bincount(group), np.bincount(group, a)
    drawn = np.random.default_rng(seed).integers(len(rows), size=(n_boot, len(rows)))
    means = total[drawn].sum(axis=1) / rows[drawn].sum(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return a.mean(), low, high
