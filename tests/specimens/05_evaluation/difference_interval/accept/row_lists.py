# accept: a loop over draws that gathers the rows of each host
import random


def difference_interval(loss_a, loss_b, groups, n_boot=2000, level=0.95, seed=0):
    rows_of = {}
    for a, b, group in zip(loss_a, loss_b, groups):
        rows_of.setdefault(group, []).append(float(a) - float(b))
    if not rows_of:
        raise ValueError("nothing to compare")
    hosts = [(sum(rows), len(rows)) for rows in rows_of.values()]
    draw = random.Random(int(seed))
    means = []
    for _ in range(n_boot):
        chosen = draw.choices(hosts, k=len(hosts))
        means.append(sum(total for total, _ in chosen) / sum(rows for _, rows in chosen))
    means.sort()
    tail = (1 - level) / 2
    low = means[round(tail * (n_boot - 1))]
    high = means[round((1 - tail) * (n_boot - 1))]
    return sum(total for total, _ in hosts) / sum(rows for _, rows in hosts), low, high
