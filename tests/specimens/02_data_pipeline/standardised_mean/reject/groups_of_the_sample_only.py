# reject: a group that only the sample has makes it fail
# loses: standardised_mean_check standardised_mean_hidden
# message: Harbour
def standardised_mean(sample, population, column, by):
    means = sample.dropna(subset=[by, column]).groupby(by)[column].mean().to_dict()
    shares = population[by].value_counts(normalize=True).to_dict()
    covered = sum(shares[group] for group in means)
    if not covered:
        return float("nan"), 0.0
    return sum(shares[group] * mean for group, mean in means.items()) / covered, covered
