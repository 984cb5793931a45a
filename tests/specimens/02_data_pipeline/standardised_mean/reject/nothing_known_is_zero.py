# reject: without any group with a mean the estimate is 0
# loses: standardised_mean_check standardised_mean_hidden
# message: if no group of the population has a mean, NaN and 0
def standardised_mean(sample, population, column, by):
    known = sample.dropna(subset=[by, column])
    means = known.groupby(by)[column].mean().to_dict()
    shares = population[by].value_counts(normalize=True).to_dict()
    covered = sum(share for group, share in shares.items() if group in means)
    if not covered:
        return 0.0, 0.0
    total = sum(share * means[group] for group, share in shares.items() if group in means)
    return total / covered, covered
