# reject: indexes a Series with a list of labels; True and False are a mask
# loses: standardised_mean_hidden
# message: groups may be True and False
def standardised_mean(sample, population, column, by):
    means = sample.dropna(subset=[by, column]).groupby(by)[column].mean()
    shares = population[by].value_counts(normalize=True)
    common = [group for group in shares.index if group in means.index]
    if not common:
        return float("nan"), 0.0
    covered = shares[common].sum()
    return float((shares[common].to_numpy() * means[common].to_numpy()).sum() / covered), float(covered)
