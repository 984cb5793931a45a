# reject: homes whose year is not over count as rows
# loses: shrunken_means_check shrunken_means_hidden
# message: has one known value, not two
def shrunken_means(values, groups, wanted, within_sd, between_sd):
    overall = values.mean()
    known = values.groupby(groups)
    n = known.size()
    weight = 0.0 if between_sd == 0 else between_sd**2 / (between_sd**2 + within_sd**2 / n)
    estimates = weight * known.mean() + (1 - weight) * overall
    return wanted.map(estimates).fillna(overall).to_numpy(dtype=float)
