# reject: the mean of the group means
# loses: standardised_mean_check standardised_mean_hidden
# message: weigh by the population
def standardised_mean(sample, population, column, by):
    means = sample.dropna(subset=[by, column]).groupby(by)[column].mean()
    covered = population[by].dropna().isin(means.index).mean()
    return means.mean(), covered
