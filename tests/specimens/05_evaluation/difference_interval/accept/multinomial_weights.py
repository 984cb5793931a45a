# accept: how often each group is drawn, by a multinomial
def difference_interval(loss_a, loss_b, groups, n_boot=2000, level=0.95, seed=0):
    a, b = np.array(loss_a, dtype=float), np.array(loss_b, dtype=float)
    if a.size == 0:
        raise ValueError("empty")
    names, code = np.unique(np.array(groups), return_inverse=True)
    n = len(names)
    member = (code == np.arange(n)[:, None]).astype(float)
    times = np.random.RandomState(seed).multinomial(n, [1 / n] * n, size=n_boot)
    means = (times @ member @ (a - b)) / (times @ member.sum(axis=1))
    tail = 100 * (1 - level) / 2
    return [float((a - b).mean()), *np.percentile(means, [tail, 100 - tail], method="nearest")]
