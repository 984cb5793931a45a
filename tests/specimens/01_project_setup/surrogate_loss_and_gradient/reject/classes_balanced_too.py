# reject: weighs promising homes up for being rare, on top of their cost
# loses: surrogate_loss_and_gradient_check surrogate_loss_and_gradient_hidden
# message: with all weights 0 each home costs log(2) times its cost
def surrogate_loss_and_gradient(weights, X, y, cost_fp, cost_fn, l2=0.0):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    scores = weights[0] + X @ weights[1:]
    share = np.clip(y.mean(), 1 / len(y), 1 - 1 / len(y))
    cost_fn, cost_fp = cost_fn / (2 * share), cost_fp / (2 * (1 - share))
    losses = cost_fn * y * np.logaddexp(0, -scores) + cost_fp * (1 - y) * np.logaddexp(0, scores)
    loss = losses.mean() + l2 / 2 * np.sum(weights[1:] ** 2)
    slopes = cost_fp * (1 - y) * expit(scores) - cost_fn * y * expit(-scores)
    gradient = np.append(slopes.mean(), X.T @ slopes / len(y) + l2 * weights[1:])
    return loss, gradient
