# accept: a fresh index and masks of pandas
def backtest(made_at, due_at, origins, horizon):
    made, due = made_at.reset_index(drop=True), due_at.reset_index(drop=True)

    def fold(origin):
        age = made - origin
        inside = age.between(pd.Timedelta(0), pd.Timedelta(horizon, "D"), inclusive="left")
        return origin, due[due.le(origin)].index.tolist(), made[inside].index.tolist()

    return [fold(origin) for origin in origins]
