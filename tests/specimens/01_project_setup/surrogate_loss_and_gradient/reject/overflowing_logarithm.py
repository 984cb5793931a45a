# reject: log(1 + exp(s)) as written, which is inf for a large score
# loses: surrogate_loss_and_gradient_check surrogate_loss_and_gradient_hidden
# message: with the weights [0, 1e6, 0] only home 2 is far on the wrong side
def surrogate_loss_and_gradient(weights, X, y, cost_fp, cost_fn, l2=0.0):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    scores = weights[0] + X @ weights[1:]
    losses = cost_fn * y * np.log(1 + np.exp(-scores)) + cost_fp * (1 - y) * np.log(1 + np.exp(scores))
    loss = losses.mean() + l2 / 2 * np.sum(weights[1:] ** 2)
    slopes = cost_fp * (1 - y) * expit(scores) - cost_fn * y * expit(-scores)
    gradient = np.append(slopes.mean(), X.T @ slopes / len(y) + l2 * weights[1:])
    return loss, gradient
