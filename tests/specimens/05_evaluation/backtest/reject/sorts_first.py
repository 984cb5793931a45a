# reject: positions in the sorted table
# loses: backtest_check backtest_hidden
# message: backtest
def backtest(made_at, due_at, origins, horizon):
    """Return (origin, train positions, test positions) for each origin."""
    order = np.argsort(made_at.to_numpy(), kind="stable")
    made_at, due_at = made_at.iloc[order], due_at.iloc[order]
    folds = []
    for origin in origins:
        end = origin + pd.Timedelta(days=horizon)
        train = np.flatnonzero(due_at <= origin)
        test = np.flatnonzero((made_at >= origin) & (made_at < end))
        folds.append((origin, train, test))
    return folds
