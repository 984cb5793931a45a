# reject: blanks in the column become 0
# loses: standardised_mean_check standardised_mean_hidden
# message: an unknown value is not 0
def standardised_mean(sample, population, column, by):
    known = sample.dropna(subset=[by]).fillna({column: 0})
    means = known.groupby(by)[column].mean().to_dict()
    shares = population[by].value_counts(normalize=True).to_dict()
    covered = sum(share for group, share in shares.items() if group in means)
    if not covered:
        return float("nan"), 0.0
    total = sum(share * means[group] for group, share in shares.items() if group in means)
    return total / covered, covered
