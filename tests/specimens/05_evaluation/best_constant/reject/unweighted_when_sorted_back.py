# reject: weights in the order of the rows, values sorted
# loses: best_constant_check best_constant_hidden
# message: best_constant
def best_constant(y, metric, q=0.5):
    """Return a number that minimises the metric if it is predicted for every value of y."""
    rows = np.asarray(y, dtype=float)
    y = np.sort(rows)
    if len(y) == 0:
        raise ValueError("nothing to choose from")
    if metric == "mse":
        return y.mean()
    if metric == "rmsle":
        return np.expm1(np.log1p(y).mean())
    weight = 1 / rows if metric == "mape" else np.ones(len(y))
    share = {"mae": 0.5, "mape": 0.5, "pinball": q}
    if metric not in share:
        raise ValueError(f"unknown metric {metric}")
    reached = np.cumsum(weight) >= share[metric] * weight.sum()
    return y[reached.argmax()]
