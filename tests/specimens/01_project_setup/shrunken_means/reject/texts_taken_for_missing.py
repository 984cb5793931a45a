# reject: takes the texts 'nan', 'None' and '' for missing
# loses: shrunken_means_hidden
# message: the texts 'nan', 'None' and '' are names like others
def shrunken_means(values, groups, wanted, within_sd, between_sd):
    v = values.to_numpy(dtype=float)
    known = ~np.isnan(v)
    if not known.any():
        return np.full(len(wanted), np.nan)
    overall = v[known].mean()
    members = {}
    for group, value in zip(groups, v):
        if not pd.isna(group) and not np.isnan(value):
            members.setdefault(group, []).append(value)
    estimates = []
    for group in wanted:
        found = [] if pd.isna(group) or group in ("", "nan", "None") else members.get(group, [])
        if not found or between_sd == 0:
            estimates.append(overall)
            continue
        w = between_sd**2 / (between_sd**2 + within_sd**2 / len(found))
        estimates.append(w * np.mean(found) + (1 - w) * overall)
    return np.array(estimates, dtype=float)
