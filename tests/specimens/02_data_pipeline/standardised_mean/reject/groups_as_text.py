# reject: groups compared as text, so that blanks become groups
# loses: standardised_mean_check standardised_mean_hidden
# message: belong to no group
def standardised_mean(sample, population, column, by):
    known = sample.dropna(subset=[column])
    means = known.groupby(known[by].astype("object").map(str))[column].mean().to_dict()
    shares = population[by].astype("object").map(str).value_counts(normalize=True).to_dict()
    covered = sum(share for group, share in shares.items() if group in means)
    if not covered:
        return float("nan"), 0.0
    return sum(share * means[group] for group, share in shares.items() if group in means) / covered, covered
