# reject: leaves DataFrame and Series as they are, so pandas matches rows by index
# loses: surrogate_loss_and_gradient_hidden
# message: rows belong together by position
def surrogate_loss_and_gradient(weights, X, y, cost_fp, cost_fn, l2=0.0):
    scores = weights[0] + X @ weights[1:]
    losses = cost_fn * y * np.logaddexp(0, -scores) + cost_fp * (1 - y) * np.logaddexp(0, scores)
    loss = losses.mean() + l2 / 2 * np.sum(weights[1:] ** 2)
    slopes = cost_fp * (1 - y) * expit(scores) - cost_fn * y * expit(-scores)
    gradient = np.append(slopes.mean(), X.T @ slopes / len(y) + l2 * weights[1:])
    return loss, gradient
