# reject: the true cost at the threshold, whose gradient is zero
# loses: surrogate_loss_and_gradient_check surrogate_loss_and_gradient_hidden
# message: each home costs log(2) times its cost
def surrogate_loss_and_gradient(weights, X, y, cost_fp, cost_fn, l2=0.0):
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    called = weights[0] + X @ weights[1:] > 0
    loss = (cost_fp * (called & (y == 0)) + cost_fn * (~called & (y == 1))).mean()
    return loss, np.zeros(len(weights))
