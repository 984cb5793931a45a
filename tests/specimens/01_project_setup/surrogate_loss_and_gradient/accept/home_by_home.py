# accept: a loop over homes in pure Python, a list as gradient
def softplus(s):
    return s + math.log1p(math.exp(-s)) if s > 0 else math.log1p(math.exp(s))


def sigmoid(s):
    return 1 / (1 + math.exp(-s)) if s >= 0 else math.exp(s) / (1 + math.exp(s))


def surrogate_loss_and_gradient(weights, X, y, cost_fp, cost_fn, l2=0.0):
    rows, labels = np.asarray(X).tolist(), list(y)
    loss, gradient = 0.0, [0.0] * len(weights)
    for row, label in zip(rows, labels):
        features = [1.0, *row]
        s = sum(w * x for w, x in zip(weights, features))
        loss += (cost_fn * softplus(-s) if label == 1 else cost_fp * softplus(s)) / len(rows)
        slope = -cost_fn * sigmoid(-s) if label == 1 else cost_fp * sigmoid(s)
        for j, x in enumerate(features):
            gradient[j] += slope * x / len(rows)
    for j in range(1, len(weights)):
        loss += l2 / 2 * weights[j] ** 2
        gradient[j] += l2 * weights[j]
    return [loss, gradient]
