# reject: clips the gradient to a norm of 5, as is done to keep training from jumping
# loses: surrogate_loss_and_gradient_hidden
# message: on fresh homes the gradient is not the gradient of the loss
def surrogate_loss_and_gradient(weights, X, y, cost_fp, cost_fn, l2=0.0):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    scores = weights[0] + X @ weights[1:]
    losses = cost_fn * y * np.logaddexp(0, -scores) + cost_fp * (1 - y) * np.logaddexp(0, scores)
    loss = losses.mean() + l2 / 2 * np.sum(weights[1:] ** 2)
    slopes = cost_fp * (1 - y) * expit(scores) - cost_fn * y * expit(-scores)
    gradient = np.append(slopes.mean(), X.T @ slopes / len(y) + l2 * weights[1:])
    return loss, gradient * min(1.0, 5.0 / max(np.linalg.norm(gradient), 1e-12))
