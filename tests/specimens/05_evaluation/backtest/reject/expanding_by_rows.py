# reject: splits the rows in order of time and forgets the labels
# loses: backtest_check backtest_hidden
# message: nobody had that label
def backtest(made_at, due_at, origins, horizon):
    order = np.argsort(made_at.to_numpy(), kind="stable")
    made = made_at.to_numpy()[order]
    folds = []
    for origin in origins:
        start = np.searchsorted(made, np.datetime64(origin))
        stop = np.searchsorted(made, np.datetime64(origin + pd.Timedelta(days=horizon)))
        folds.append((origin, np.sort(order[:start]), np.sort(order[start:stop])))
    return folds
