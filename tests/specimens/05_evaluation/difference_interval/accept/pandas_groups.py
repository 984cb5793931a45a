# accept: pandas sums by group; the global generator is seeded
def difference_interval(loss_a, loss_b, groups, n_boot=2000, level=0.95, seed=0):
    table = pd.DataFrame({"a": list(loss_a), "b": list(loss_b), "g": list(groups)})
    if table.empty:
        raise ValueError("no rows")
    table["d"] = table["a"] - table["b"]
    hosts = table.groupby("g")["d"].agg(["sum", "size"]).to_numpy()
    np.random.seed(seed)
    means = pd.Series(
        [
            np.divide(*hosts[np.random.choice(len(hosts), len(hosts))].sum(axis=0))
            for _ in range(n_boot)
        ]
    )
    return table["d"].mean(), means.quantile((1 - level) / 2), means.quantile((1 + level) / 2)
