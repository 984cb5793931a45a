# reject: exp(s) / (1 + exp(s)), which is inf / inf for a large score
# loses: surrogate_loss_and_gradient_check surrogate_loss_and_gradient_hidden
# message: with the weights [0, 1e6, 0] the gradient is [0.75, 0.5, 0]
def surrogate_loss_and_gradient(weights, X, y, cost_fp, cost_fn, l2=0.0):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    scores = weights[0] + X @ weights[1:]
    losses = cost_fn * y * np.logaddexp(0, -scores) + cost_fp * (1 - y) * np.logaddexp(0, scores)
    loss = losses.mean() + l2 / 2 * np.sum(weights[1:] ** 2)
    p = np.exp(scores) / (1 + np.exp(scores))
    slopes = cost_fp * (1 - y) * p - cost_fn * y * (1 - p)
    gradient = np.append(slopes.mean(), X.T @ slopes / len(y) + l2 * weights[1:])
    return loss, gradient
