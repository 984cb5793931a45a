# accept: every sampled row weighs its group's share over its group's sample size
def standardised_mean(sample, population, column, by):
    people = population[by].dropna().to_numpy(dtype=object)
    rows = sample.dropna(subset=[by, column])
    groups = rows[by].to_numpy(dtype=object)
    values = rows[column].to_numpy(dtype=float)
    if not len(groups) or not len(people):
        return float("nan"), 0.0
    share = np.array([(people == group).mean() for group in groups])
    size = np.array([(groups == group).sum() for group in groups])
    weights = share / size
    covered = weights.sum()
    if covered == 0:
        return float("nan"), 0.0
    return float((weights * values).sum() / covered), float(covered)
