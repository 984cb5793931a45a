# reject: clips probabilities before the logarithm, which bounds the loss of a home at 35 times its cost
# loses: surrogate_loss_and_gradient_check surrogate_loss_and_gradient_hidden
# message: with the weights [0, 1e6, 0] only home 2 is far on the wrong side
def surrogate_loss_and_gradient(weights, X, y, cost_fp, cost_fn, l2=0.0):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    p = expit(weights[0] + X @ weights[1:])
    safe = np.clip(p, 1e-15, 1 - 1e-15)
    losses = -cost_fn * y * np.log(safe) - cost_fp * (1 - y) * np.log(1 - safe)
    slopes = cost_fp * (1 - y) * p - cost_fn * y * (1 - p)
    gradient = np.append(slopes.mean(), X.T @ slopes / len(y) + l2 * weights[1:])
    return losses.mean() + l2 / 2 * np.sum(weights[1:] ** 2), gradient
