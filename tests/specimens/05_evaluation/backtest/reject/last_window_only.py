# reject: trains on the last horizon days only
# loses: backtest_check backtest_hidden
# message: on 1 July bookings 1, 3 and 4 are known
def backtest(made_at, due_at, origins, horizon):
    """Return (origin, train positions, test positions) for each origin."""
    folds = []
    for origin in origins:
        end = origin + pd.Timedelta(days=horizon)
        train = np.flatnonzero((due_at <= origin) & (due_at > origin - pd.Timedelta(days=horizon)))
        test = np.flatnonzero((made_at >= origin) & (made_at < end))
        folds.append((origin, train, test))
    return folds
