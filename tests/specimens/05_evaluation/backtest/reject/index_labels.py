# reject: labels of the index instead of positions
# loses: backtest_check backtest_hidden
# message: positions, 0 for the first row
def backtest(made_at, due_at, origins, horizon):
    """Return (origin, train positions, test positions) for each origin."""
    folds = []
    for origin in origins:
        end = origin + pd.Timedelta(days=horizon)
        train = due_at.index[due_at <= origin]
        test = made_at.index[(made_at >= origin) & (made_at < end)]
        folds.append((origin, train, test))
    return folds
