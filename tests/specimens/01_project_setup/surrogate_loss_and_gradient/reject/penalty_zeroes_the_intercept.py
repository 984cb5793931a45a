# reject: sets the intercept to 0 for the penalty, in the array that the optimiser holds
# loses: surrogate_loss_and_gradient_hidden
# message: leave weights, X and y as they were
def surrogate_loss_and_gradient(weights, X, y, cost_fp, cost_fn, l2=0.0):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    scores = weights[0] + X @ weights[1:]
    losses = cost_fn * y * np.logaddexp(0, -scores) + cost_fp * (1 - y) * np.logaddexp(0, scores)
    slopes = cost_fp * (1 - y) * expit(scores) - cost_fn * y * expit(-scores)
    penalised = weights
    penalised[0] = 0.0
    loss = losses.mean() + l2 / 2 * np.sum(penalised**2)
    return loss, np.append(slopes.mean(), X.T @ slopes / len(y)) + l2 * penalised
