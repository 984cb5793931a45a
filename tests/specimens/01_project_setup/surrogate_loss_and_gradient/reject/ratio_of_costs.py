# reject: only the ratio of the costs matters, so it divides by one of them, which may be 0
# loses: surrogate_loss_and_gradient_hidden
# message: the loss is wrong on fresh homes
def surrogate_loss_and_gradient(weights, X, y, cost_fp, cost_fn, l2=0.0):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    scores = weights[0] + X @ weights[1:]
    ratio = np.divide(cost_fn, cost_fp)
    losses = cost_fp * (ratio * y * np.logaddexp(0, -scores) + (1 - y) * np.logaddexp(0, scores))
    loss = losses.mean() + l2 / 2 * np.sum(weights[1:] ** 2)
    slopes = cost_fp * (1 - y) * expit(scores) - cost_fn * y * expit(-scores)
    gradient = np.append(slopes.mean(), X.T @ slopes / len(y) + l2 * weights[1:])
    return loss, gradient
