# reject: without a known value the estimate is 0
# loses: shrunken_means_hidden
# message: when no value is known, no estimate is
def shrunken_means(values, groups, wanted, within_sd, between_sd):
    overall = np.nan_to_num(values.mean())
    known = values.groupby(groups)
    n = known.count()
    weight = 0.0 if between_sd == 0 else between_sd**2 / (between_sd**2 + within_sd**2 / n)
    estimates = weight * known.mean() + (1 - weight) * overall
    return wanted.map(estimates).fillna(overall).to_numpy(dtype=float)
