# reject: negates labels in whatever type they come, so unsigned ones wrap in the gradient
# loses: surrogate_loss_and_gradient_check surrogate_loss_and_gradient_hidden
# message: y is uint8 here, and -y wraps around
def surrogate_loss_and_gradient(weights, X, y, cost_fp, cost_fn, l2=0.0):
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    scores = weights[0] + X @ weights[1:]
    losses = np.where(y == 1, cost_fn * np.logaddexp(0, -scores), cost_fp * np.logaddexp(0, scores))
    slopes = -y * cost_fn * expit(-scores) + (y == 0) * cost_fp * expit(scores)
    gradient = np.append(slopes.mean(), X.T @ slopes / len(y) + l2 * weights[1:])
    return losses.mean() + l2 / 2 * (weights[1:] ** 2).sum(), gradient
