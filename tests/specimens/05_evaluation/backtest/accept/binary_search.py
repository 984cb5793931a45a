# accept: sorts once and cuts by binary search
def backtest(made_at, due_at, origins, horizon):
    made, due = made_at.to_numpy(), due_at.to_numpy()
    by_made, by_due = np.argsort(made, kind="stable"), np.argsort(due, kind="stable")
    made, due = made[by_made], due[by_due]
    known = len(due) - np.isnat(due).sum()
    result = []
    for origin in origins:
        stop = origin + pd.Timedelta(days=horizon)
        first, last = np.searchsorted(made, [np.datetime64(origin), np.datetime64(stop)])
        train = by_due[: np.searchsorted(due[:known], np.datetime64(origin), side="right")]
        result.append((origin, np.sort(train), np.sort(by_made[first:last])))
    return result
