# accept: two Series aligned by reindex
def standardised_mean(sample, population, column, by):
    means = sample[sample[by].notna()].groupby(by)[column].mean().astype(float).dropna()
    shares = population[by].dropna().value_counts(normalize=True)
    shares.index = shares.index.astype("object")
    means.index = means.index.astype("object")
    weights = shares.reindex(means.index).fillna(0.0)
    covered = weights.sum()
    if covered == 0:
        return np.nan, 0
    return np.average(means.to_numpy(), weights=weights.to_numpy()), covered
