# accept: the mean, expm1 of the mean log1p, and the best of the values themselves
def best_constant(y, metric, q=0.5):
    y = np.array(y, dtype=float)
    if y.size < 1:
        raise ValueError("empty")
    loss = {
        "mae": lambda c: np.abs(y - c).mean(),
        "mape": lambda c: (np.abs(y - c) / y).mean(),
        "pinball": lambda c: np.where(y > c, q * (y - c), (1 - q) * (c - y)).mean(),
    }
    if metric in loss:
        return min(np.unique(y), key=loss[metric])
    if metric not in ("mse", "rmsle"):
        raise ValueError(metric)
    return y.mean() if metric == "mse" else float(np.exp(np.log(1 + y).mean()) - 1)
