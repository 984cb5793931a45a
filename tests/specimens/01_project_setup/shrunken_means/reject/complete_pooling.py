# reject: everybody gets the overall mean
# loses: shrunken_means_check shrunken_means_hidden
# message: the estimate is halfway between 12 and 18
def shrunken_means(values, groups, wanted, within_sd, between_sd):
    overall = values.mean()
    known = values.groupby(groups)
    n = known.count()
    weight = 0.0 if between_sd == 0 else between_sd**2 / (between_sd**2 + within_sd**2 / n)
    estimates = known.mean() * 0 + overall
    return wanted.map(estimates).fillna(overall).to_numpy(dtype=float)
