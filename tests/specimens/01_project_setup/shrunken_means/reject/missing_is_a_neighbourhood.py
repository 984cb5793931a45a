# reject: homes whose neighbourhood is missing form a neighbourhood of their own
# loses: shrunken_means_check shrunken_means_hidden
# message: an unseen neighbourhood and a missing one get the overall mean, 18
def shrunken_means(values, groups, wanted, within_sd, between_sd):
    overall = values.mean()
    known = values.groupby(groups.fillna('nan'))
    n = known.count()
    weight = 0.0 if between_sd == 0 else between_sd**2 / (between_sd**2 + within_sd**2 / n)
    estimates = weight * known.mean() + (1 - weight) * overall
    return wanted.fillna('nan').map(estimates).fillna(overall).to_numpy(dtype=float)
