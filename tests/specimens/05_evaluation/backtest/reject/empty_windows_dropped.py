# reject: origins without rows are left out
# loses: backtest_check backtest_hidden
# message: a triple for each origin
def backtest(made_at, due_at, origins, horizon):
    """Return (origin, train positions, test positions) for each origin."""
    folds = []
    for origin in origins:
        end = origin + pd.Timedelta(days=horizon)
        train = np.flatnonzero(due_at <= origin)
        test = np.flatnonzero((made_at >= origin) & (made_at < end))
        if len(train) and len(test):
            folds.append((origin, train, test))
    return folds
