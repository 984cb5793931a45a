# reject: an outcome of the origin itself is not known
# loses: backtest_check backtest_hidden
# message: due on the origin itself
def backtest(made_at, due_at, origins, horizon):
    """Return (origin, train positions, test positions) for each origin."""
    folds = []
    for origin in origins:
        end = origin + pd.Timedelta(days=horizon)
        train = np.flatnonzero(due_at < origin)
        test = np.flatnonzero((made_at >= origin) & (made_at < end))
        folds.append((origin, train, test))
    return folds
