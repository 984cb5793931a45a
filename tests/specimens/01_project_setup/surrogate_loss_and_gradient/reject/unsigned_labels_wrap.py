# reject: takes 1 off unsigned labels, which wrap around
# loses: surrogate_loss_and_gradient_check surrogate_loss_and_gradient_hidden
# message: with all weights 0 each home costs log(2) times its cost
def surrogate_loss_and_gradient(weights, X, y, cost_fp, cost_fn, l2=0.0):
    w = np.asarray(weights, dtype=float)
    features = np.asarray(X, dtype=float)
    target = np.asarray(y)
    n = len(target)
    s = w[0] + features @ w[1:]
    terms = cost_fn * target * np.logaddexp(0, -s) + -cost_fp * (target - 1) * np.logaddexp(0, s)
    loss = terms.mean() + l2 / 2 * (w[1:] ** 2).sum()
    slope = -cost_fp * (target - 1) * expit(s) - cost_fn * target * expit(-s)
    gradient = np.concatenate([[slope.sum()], features.T @ slope]) / n
    gradient[1:] += l2 * w[1:]
    return loss, gradient
