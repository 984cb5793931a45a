# reject: without a home the estimate is 0
# loses: shrunken_means_hidden
# message: without any home every estimate is NaN
def shrunken_means(values, groups, wanted, within_sd, between_sd):
    overall = values.mean() if len(values) else 0.0
    known = values.groupby(groups)
    n = known.count()
    weight = 0.0 if between_sd == 0 else between_sd**2 / (between_sd**2 + within_sd**2 / n)
    estimates = weight * known.mean() + (1 - weight) * overall
    return wanted.map(estimates).fillna(overall).to_numpy(dtype=float)
