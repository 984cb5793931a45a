# reject: searches as if the rows were in order
# loses: backtest_check backtest_hidden
# message: backtest
def backtest(made_at, due_at, origins, horizon):
    """Return (origin, train positions, test positions) for each origin."""
    folds = []
    for origin in origins:
        end = origin + pd.Timedelta(days=horizon)
        train = np.flatnonzero(due_at <= origin)
        test = np.arange(*np.searchsorted(made_at.to_numpy(), [np.datetime64(origin), np.datetime64(end)]))
        folds.append((origin, train, test))
    return folds
