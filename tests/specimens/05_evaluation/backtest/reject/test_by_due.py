# reject: the window is one of outcomes
# loses: backtest_check backtest_hidden
# message: backtest
def backtest(made_at, due_at, origins, horizon):
    """Return (origin, train positions, test positions) for each origin."""
    folds = []
    for origin in origins:
        end = origin + pd.Timedelta(days=horizon)
        train = np.flatnonzero(due_at <= origin)
        test = np.flatnonzero((due_at > origin) & (due_at < end))
        folds.append((origin, train, test))
    return folds
