# reject: trains on everything made before the origin
# loses: backtest_check backtest_hidden
# message: nobody had that label on 1 June
def backtest(made_at, due_at, origins, horizon):
    """Return (origin, train positions, test positions) for each origin."""
    folds = []
    for origin in origins:
        end = origin + pd.Timedelta(days=horizon)
        train = np.flatnonzero(made_at < origin)
        test = np.flatnonzero((made_at >= origin) & (made_at < end))
        folds.append((origin, train, test))
    return folds
