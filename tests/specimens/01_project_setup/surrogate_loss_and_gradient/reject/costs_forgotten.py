# reject: the plain logistic loss
# loses: surrogate_loss_and_gradient_check surrogate_loss_and_gradient_hidden
# message: each home costs log(2) times its cost
def surrogate_loss_and_gradient(weights, X, y, cost_fp, cost_fn, l2=0.0):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    scores = weights[0] + X @ weights[1:]
    losses = y * np.logaddexp(0, -scores) + (1 - y) * np.logaddexp(0, scores)
    loss = losses.mean() + l2 / 2 * np.sum(weights[1:] ** 2)
    slopes = (1 - y) * expit(scores) - y * expit(-scores)
    gradient = np.append(slopes.mean(), X.T @ slopes / len(y) + l2 * weights[1:])
    return loss, gradient
