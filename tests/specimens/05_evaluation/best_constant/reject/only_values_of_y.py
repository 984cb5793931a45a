# reject: the best of the values of y for every metric
# loses: best_constant_check best_constant_hidden
# message: for mse, not
def best_constant(y, metric, q=0.5):
    y = np.asarray(y, dtype=float)
    if len(y) == 0:
        raise ValueError("empty")
    loss = {
        "mae": lambda c: np.abs(y - c).mean(),
        "mse": lambda c: ((y - c) ** 2).mean(),
        "mape": lambda c: (np.abs(y - c) / y).mean(),
        "rmsle": lambda c: ((np.log1p(y) - np.log1p(c)) ** 2).mean(),
        "pinball": lambda c: np.maximum(q * (y - c), (q - 1) * (y - c)).mean(),
    }
    if metric not in loss:
        raise ValueError(metric)
    return min(y, key=loss[metric])
