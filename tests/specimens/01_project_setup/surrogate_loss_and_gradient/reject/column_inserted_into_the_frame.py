# reject: puts a column of ones into the caller's DataFrame
# loses: surrogate_loss_and_gradient_hidden
# message: leave the DataFrame and the Series as they were, without a column for the intercept
def surrogate_loss_and_gradient(weights, X, y, cost_fp, cost_fn, l2=0.0):
    w = np.asarray(weights, dtype=float)
    if isinstance(X, pd.DataFrame):
        X.insert(0, "intercept", 1.0)
        features = X.iloc[:, 1:].to_numpy(dtype=float)
    else:
        features = np.asarray(X, dtype=float)
    target = np.asarray(y, dtype=float)
    n = len(target)
    s = w[0] + features @ w[1:]
    terms = cost_fn * target * np.logaddexp(0, -s) + cost_fp * (1 - target) * np.logaddexp(0, s)
    loss = terms.mean() + l2 / 2 * (w[1:] ** 2).sum()
    slope = cost_fp * (1 - target) * expit(s) - cost_fn * target * expit(-s)
    gradient = np.concatenate([[slope.sum()], features.T @ slope]) / n
    gradient[1:] += l2 * w[1:]
    return loss, gradient
