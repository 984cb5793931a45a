# reject: homes without a group count in the denominator of the shares
# loses: standardised_mean_check standardised_mean_hidden
# message: leave them out of the shares
def standardised_mean(sample, population, column, by):
    known = sample.dropna(subset=[by, column])
    means = known.groupby(by)[column].mean().to_dict()
    shares = (population[by].value_counts() / max(len(population), 1)).to_dict()
    covered = sum(share for group, share in shares.items() if group in means)
    if not covered:
        return float("nan"), 0.0
    total = sum(share * means[group] for group, share in shares.items() if group in means)
    return total / covered, covered
