# reject: takes a between_sd of 0 for one that was not given, and pools nothing
# loses: shrunken_means_check shrunken_means_hidden
# message: with between_sd=0 every estimate is the overall mean, 18, also with within_sd=0
def shrunken_means(values, groups, wanted, within_sd, between_sd):
    overall = values.mean()
    known = values.groupby(groups)
    n = known.count()
    weight = 1.0 if between_sd == 0 else between_sd**2 / (between_sd**2 + within_sd**2 / n)
    estimates = weight * known.mean() + (1 - weight) * overall
    return wanted.map(estimates).fillna(overall).to_numpy(dtype=float)
