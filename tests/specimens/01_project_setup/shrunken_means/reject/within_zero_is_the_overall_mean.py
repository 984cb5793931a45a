# reject: guards against a division by zero with the overall mean, whichever spread is 0
# loses: shrunken_means_hidden
# message: within_sd = 0 means that one home tells all
def shrunken_means(values, groups, wanted, within_sd, between_sd):
    overall = values.mean()
    known = values.groupby(groups)
    n = known.count()
    weight = 0.0 if between_sd * within_sd == 0 else between_sd**2 / (between_sd**2 + within_sd**2 / n)
    estimates = weight * known.mean() + (1 - weight) * overall
    return wanted.map(estimates).fillna(overall).to_numpy(dtype=float)
