# reject: drops the unknown values from the Series it was given
# loses: shrunken_means_hidden
# message: leave the Series you were given as they were
def shrunken_means(values, groups, wanted, within_sd, between_sd):
    values.dropna(inplace=True)
    overall = values.mean()
    known = values.groupby(groups)
    n = known.count()
    weight = 0.0 if between_sd == 0 else between_sd**2 / (between_sd**2 + within_sd**2 / n)
    estimates = weight * known.mean() + (1 - weight) * overall
    return wanted.map(estimates).fillna(overall).to_numpy(dtype=float)
