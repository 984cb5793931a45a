# reject: groups as text: the number 1 and the text '1' become one
# loses: standardised_mean_hidden
# message: are two groups
def standardised_mean(sample, population, column, by):
    sample = sample.assign(**{by: sample[by].map(str, na_action="ignore")})
    groups = population[by].map(str, na_action="ignore").dropna()
    shares = {group: (groups == group).sum() / len(groups) for group in groups.unique()}
    told = sample.dropna(subset=[by, column])
    means = told[column].astype(float).groupby(told[by].to_numpy()).mean().to_dict()
    covered = sum(share for group, share in shares.items() if group in means)
    if not covered:
        return np.nan, 0.0
    estimate = sum(share * means[group] for group, share in shares.items() if group in means)
    return float(estimate / covered), float(covered)
