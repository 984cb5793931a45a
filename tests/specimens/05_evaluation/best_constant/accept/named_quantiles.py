# accept: median, quantiles of NumPy with weights
def best_constant(y, metric, q=0.5):
    y = pd.Series(list(y), dtype=float)
    if y.empty:
        raise ValueError("no values")
    match metric:
        case "mae":
            return y.median()
        case "mse":
            return y.mean()
        case "rmsle":
            return np.expm1(np.log1p(y).mean())
        case "pinball":
            return y.quantile(q, interpolation="higher") if (len(y) * q) % 1 == 0 else np.quantile(y, q, method="inverted_cdf")
        case "mape":
            return np.quantile(y, 0.5, weights=1 / y, method="inverted_cdf")
    raise ValueError(f"{metric}?")
