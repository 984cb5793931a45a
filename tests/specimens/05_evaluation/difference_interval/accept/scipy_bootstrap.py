# accept: SciPy's bootstrap over the hosts' sums and counts
def difference_interval(loss_a, loss_b, groups, n_boot=2000, level=0.95, seed=0):
    difference = np.asarray(loss_a, dtype=float) - np.asarray(loss_b, dtype=float)
    if not len(difference):
        raise ValueError("no rows")
    by_host = pd.Series(difference).groupby(np.asarray(groups))
    total, rows = by_host.sum().to_numpy(), by_host.count().to_numpy()
    if len(rows) == 1:
        return (difference.mean(),) * 3
    result = stats.bootstrap(
        (total, rows),
        lambda total, rows, axis=-1: total.sum(axis=axis) / rows.sum(axis=axis),
        paired=True,
        vectorized=True,
        n_resamples=n_boot,
        confidence_level=level,
        method="percentile",
        rng=np.random.default_rng(seed),
    )
    return difference.mean(), *result.confidence_interval
