# reject: q and 1 - q exchanged
# loses: best_constant_check best_constant_hidden
# message: most values lie below c
def best_constant(y, metric, q=0.5):
    """Return a number that minimises the metric if it is predicted for every value of y."""
    y = np.sort(np.asarray(y, dtype=float))
    if len(y) == 0:
        raise ValueError("nothing to choose from")
    if metric == "mse":
        return y.mean()
    if metric == "rmsle":
        return np.expm1(np.log1p(y).mean())
    weight = 1 / y if metric == "mape" else np.ones(len(y))
    share = {"mae": 0.5, "mape": 0.5, "pinball": 1 - q}
    if metric not in share:
        raise ValueError(f"unknown metric {metric}")
    reached = np.cumsum(weight) >= share[metric] * weight.sum()
    return y[reached.argmax()]
