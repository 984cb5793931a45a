# reject: strips and lowers the names
# loses: shrunken_means_check shrunken_means_hidden
# message: 'hill' is not 'Hill' but an unseen neighbourhood
def shrunken_means(values, groups, wanted, within_sd, between_sd):
    groups, wanted = groups.str.strip().str.lower(), wanted.str.strip().str.lower()
    overall = values.mean()
    known = values.groupby(groups)
    n = known.count()
    weight = 0.0 if between_sd == 0 else between_sd**2 / (between_sd**2 + within_sd**2 / n)
    estimates = weight * known.mean() + (1 - weight) * overall
    return wanted.map(estimates).fillna(overall).to_numpy(dtype=float)
