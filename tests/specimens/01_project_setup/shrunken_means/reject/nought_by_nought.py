# reject: both spreads 0 give 0 / 0
# loses: shrunken_means_check shrunken_means_hidden
# message: with between_sd=0 every estimate is the overall mean, 18, also with within_sd=0
def shrunken_means(values, groups, wanted, within_sd, between_sd):
    overall = values.mean()
    known = values.groupby(groups)
    n = known.count()
    weight = np.float64(between_sd**2) / (between_sd**2 + within_sd**2 / n)
    estimates = weight * known.mean() + (1 - weight) * overall
    return wanted.map(estimates).fillna(overall).to_numpy(dtype=float) if between_sd or within_sd else np.full(len(wanted), np.nan)
