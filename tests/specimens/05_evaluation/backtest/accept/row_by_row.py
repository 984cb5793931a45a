# accept: a loop over bookings, lists of positions
def backtest(made_at, due_at, origins, horizon):
    bookings = list(zip(made_at, due_at))
    folds = []
    for origin in origins:
        train, test = [], []
        for position, (made, due) in enumerate(bookings):
            if due is not pd.NaT and due <= origin:
                train.append(position)
            elif origin <= made and (made - origin) < pd.Timedelta(days=horizon):
                test.append(position)
        folds.append([origin, train, test])
    return folds
