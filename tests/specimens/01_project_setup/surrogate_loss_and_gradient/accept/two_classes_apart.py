# accept: promising and other homes apart, with empty classes; -log_expit as the loss; a Series as gradient
from scipy.special import log_expit


def surrogate_loss_and_gradient(weights, X, y, cost_fp, cost_fn, l2=0.0):
    X, y = np.asarray(X), np.asarray(y).astype(bool)
    loss = l2 / 2 * np.linalg.norm(weights[1:]) ** 2
    gradient = pd.Series(weights * l2)
    gradient[0] = 0.0
    for rows, cost, sign in [(X[y], cost_fn, -1), (X[~y], cost_fp, 1)]:
        s = sign * (weights[0] + rows @ weights[1:])
        loss -= cost * log_expit(-s).sum() / len(y)
        pull = sign * cost * expit(s) / len(y)
        gradient += np.concatenate([[pull.sum()], pull @ rows])
    print("loss", loss)
    return loss, gradient
