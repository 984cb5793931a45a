# accept: follows the slope of the loss to where it turns
def best_constant(y, metric, q=0.5):
    values = sorted(float(value) for value in y)
    if not values or metric not in {"mae", "mse", "mape", "rmsle", "pinball"}:
        raise ValueError("nothing to minimise")
    if metric == "mse":
        return sum(values) / len(values)
    if metric == "rmsle":
        from math import exp, log

        return exp(sum(log(1 + value) for value in values) / len(values)) - 1
    up, down = (q, 1 - q) if metric == "pinball" else (0.5, 0.5)
    weights = [1 / value if metric == "mape" else 1.0 for value in values]
    for place, value in enumerate(values):
        if down * sum(weights[: place + 1]) >= up * sum(weights[place + 1 :]):
            return value
