# reject: cost_fn weighs the homes that are not promising
# loses: surrogate_loss_and_gradient_check surrogate_loss_and_gradient_hidden
# message: cost_fn belongs to the promising homes
def surrogate_loss_and_gradient(weights, X, y, cost_fp, cost_fn, l2=0.0):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    scores = weights[0] + X @ weights[1:]
    losses = cost_fp * y * np.logaddexp(0, -scores) + cost_fn * (1 - y) * np.logaddexp(0, scores)
    loss = losses.mean() + l2 / 2 * np.sum(weights[1:] ** 2)
    slopes = cost_fn * (1 - y) * expit(scores) - cost_fp * y * expit(-scores)
    gradient = np.append(slopes.mean(), X.T @ slopes / len(y) + l2 * weights[1:])
    return loss, gradient
