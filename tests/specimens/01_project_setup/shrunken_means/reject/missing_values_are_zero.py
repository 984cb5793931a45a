# reject: a value that is not known yet is taken for 0
# loses: shrunken_means_check shrunken_means_hidden
# message: the estimate is halfway between 12 and 18
def shrunken_means(values, groups, wanted, within_sd, between_sd):
    values = values.fillna(0.0)
    overall = values.mean()
    known = values.groupby(groups)
    n = known.count()
    weight = 0.0 if between_sd == 0 else between_sd**2 / (between_sd**2 + within_sd**2 / n)
    estimates = weight * known.mean() + (1 - weight) * overall
    return wanted.map(estimates).fillna(overall).to_numpy(dtype=float)
