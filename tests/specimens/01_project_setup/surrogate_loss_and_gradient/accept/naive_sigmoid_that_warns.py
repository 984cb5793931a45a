# accept: 1 / (1 + exp(-s)) overflows to inf with a warning and still gives the right 0; the loss by the maximum trick
def surrogate_loss_and_gradient(weights, X, y, cost_fp, cost_fn, l2=0.0):
    X, y = np.array(X, dtype=float), np.array(y, dtype=float)
    s = X.dot(weights[1:]) + weights[0]
    softplus = np.maximum(s, 0) + np.log1p(np.exp(-np.abs(s)))
    loss = (cost_fp * (1 - y) * softplus + cost_fn * y * (softplus - s)).mean()
    p = 1 / (1 + np.exp(-s))
    slopes = cost_fp * (1 - y) * p - cost_fn * y * (1 - p)
    gradient = np.zeros(len(weights))
    gradient[0] = slopes.mean()
    gradient[1:] = (slopes[:, None] * X).mean(axis=0)
    gradient[1:] += l2 * weights[1:]
    return loss + l2 * (weights[1:] ** 2).sum() / 2, gradient
