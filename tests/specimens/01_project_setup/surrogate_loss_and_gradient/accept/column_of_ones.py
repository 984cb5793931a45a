# accept: a column of ones, margins with the sign of the label, and one vector of costs
def surrogate_loss_and_gradient(weights, X, y, cost_fp, cost_fn, l2=0.0):
    y = np.asarray(y)
    design = np.column_stack([np.ones(len(y)), np.asarray(X, dtype=float)])
    sign = np.where(y == 1, 1.0, -1.0)
    cost = np.where(y == 1, cost_fn, cost_fp)
    margin = sign * (design @ weights)
    penalised = np.concatenate([[0.0], weights[1:]])
    loss = np.mean(cost * np.logaddexp(0.0, -margin)) + 0.5 * l2 * penalised @ penalised
    gradient = -(cost * sign * expit(-margin)) @ design / len(y) + l2 * penalised
    return float(loss), gradient
