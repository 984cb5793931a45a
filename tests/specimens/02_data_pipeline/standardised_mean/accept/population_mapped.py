# accept: each home of the population is given its group's mean
def standardised_mean(sample, population, column, by):
    means = sample.dropna(subset=[by]).groupby(by)[column].mean().to_dict()
    known = population[by].dropna()
    imputed = pd.Series([means.get(group, np.nan) for group in known], dtype="float64")
    covered = imputed.notna().mean() if len(imputed) else 0.0
    return imputed.mean(), covered
