# accept: a mask per wanted neighbourhood; division by zero warns and is repaired; nullable floats
def shrunken_means(values, groups, wanted, within_sd, between_sd):
    overall = values.dropna().mean()
    out = []
    for name in wanted:
        own = values[(groups == name).fillna(False).to_numpy(dtype=bool)].dropna()
        w = np.float64(between_sd) ** 2 / (between_sd**2 + within_sd**2 / np.float64(len(own)))
        if np.isnan(w) or len(own) == 0:
            w = 0.0
        out.append(overall + w * (own.mean() - overall if len(own) else 0.0))
    return pd.Series(out, dtype="float64").to_numpy()
