# accept: the formula, bin by bin; odds with their own way around 1
def reliability(y, p, edges):
    y, p = np.array(y, dtype=float), np.array(p, dtype=float)
    table = []
    for low, high in zip(edges[:-1], edges[1:]):
        mask = (p >= low) & ((p < high) | (high == edges[-1]))
        n, z = int(mask.sum()), 1.96
        if not n:
            table.append({"n": 0})
            continue
        rate = y[mask].mean()
        spread = z * np.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
        centre, scale = rate + z * z / (2 * n), 1 + z * z / n
        table.append(
            dict(n=n, predicted=p[mask].mean(), observed=rate, low=(centre - spread) / scale, high=(centre + spread) / scale)
        )
    return pd.DataFrame(table, columns=["n", "predicted", "observed", "low", "high"])


def undo_sampling(p, kept):
    if kept > 0 and kept <= 1:
        return np.array([1.0 if one == 1 else (odds := one / (1 - one) * kept) / (1 + odds) for one in p])
    raise ValueError(f"no share: {kept}")
