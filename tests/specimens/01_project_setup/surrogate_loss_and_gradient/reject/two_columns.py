# reject: written for the two columns of the example
# loses: surrogate_loss_and_gradient_hidden
# message: one entry of the gradient per weight
def surrogate_loss_and_gradient(weights, X, y, cost_fp, cost_fn, l2=0.0):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    scores = weights[0] + weights[1] * X[:, 0] + weights[2] * X[:, 1]
    losses = cost_fn * y * np.logaddexp(0, -scores) + cost_fp * (1 - y) * np.logaddexp(0, scores)
    slopes = cost_fp * (1 - y) * expit(scores) - cost_fn * y * expit(-scores)
    loss = losses.mean() + l2 / 2 * (weights[1] ** 2 + weights[2] ** 2)
    first, second = ((slopes * X[:, j]).mean() + l2 * weights[j + 1] for j in range(2))
    return loss, np.array([slopes.mean(), first, second])
