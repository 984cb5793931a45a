# reject: a neighbourhood that is wanted twice is estimated once
# loses: shrunken_means_check shrunken_means_hidden
# message: one estimate for each of wanted, also where it repeats a neighbourhood: shape (8,)
def shrunken_means(values, groups, wanted, within_sd, between_sd):
    overall = values.mean()
    known = values.groupby(groups)
    n = known.count()
    weight = 0.0 if between_sd == 0 else between_sd**2 / (between_sd**2 + within_sd**2 / n)
    estimates = weight * known.mean() + (1 - weight) * overall
    return wanted.drop_duplicates().map(estimates).fillna(overall).to_numpy(dtype=float)
