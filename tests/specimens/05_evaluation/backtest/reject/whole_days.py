# reject: cuts off the times of day
# loses: backtest_hidden
# message: to the second
def backtest(made_at, due_at, origins, horizon):
    """Return (origin, train positions, test positions) for each origin."""
    made_at, due_at = made_at.dt.normalize(), due_at.dt.normalize()
    folds = []
    for origin in origins:
        end = origin + pd.Timedelta(days=horizon)
        train = np.flatnonzero(due_at <= origin)
        test = np.flatnonzero((made_at >= origin) & (made_at < end))
        folds.append((origin, train, test))
    return folds
