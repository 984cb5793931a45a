# accept: the ratio of the variances as a number of extra homes at the overall mean; sums by np.bincount
def shrunken_means(values, groups, wanted, within_sd, between_sd):
    value = values.to_numpy(dtype=float)
    seen = ~np.isnan(value)
    if not seen.any():
        return np.full(len(wanted), np.nan)
    overall = value[seen].mean()
    if not between_sd:
        return np.full(len(wanted), overall)
    extra = (within_sd / between_sd) ** 2
    codes, names = pd.factorize(groups)
    rows = seen & (codes >= 0)
    n = np.bincount(codes[rows], minlength=len(names))
    total = np.bincount(codes[rows], weights=value[rows], minlength=len(names))
    where = {name: i for i, name in enumerate(names)}
    result = []
    for name in wanted:
        i = where.get(name, -1) if isinstance(name, str) else -1
        result.append(overall if i < 0 or n[i] == 0 else (total[i] + extra * overall) / (n[i] + extra))
    return np.array(result)
