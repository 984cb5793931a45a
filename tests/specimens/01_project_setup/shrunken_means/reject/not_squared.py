# reject: weighs standard deviations as if they were variances
# loses: shrunken_means_check shrunken_means_hidden
# message: square the standard deviations
def shrunken_means(values, groups, wanted, within_sd, between_sd):
    overall = values.mean()
    known = values.groupby(groups)
    n = known.count()
    weight = 0.0 if between_sd == 0 else between_sd / (between_sd + within_sd / n)
    estimates = weight * known.mean() + (1 - weight) * overall
    return wanted.map(estimates).fillna(overall).to_numpy(dtype=float)
