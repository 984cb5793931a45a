# accept: information instead of weights: one over each variance, with infinite information guarded; a Series with the index of wanted
def shrunken_means(values, groups, wanted, within_sd, between_sd):
    frame = pd.DataFrame({"value": values.to_numpy(), "group": groups.to_numpy()}).dropna(subset="value")
    overall = frame["value"].mean()
    result = pd.Series(overall, index=range(len(wanted)), dtype=float)
    if between_sd > 0:
        table = frame.dropna(subset="group").groupby("group")["value"].agg(["mean", "size"])
        for i, name in enumerate(wanted):
            if not pd.isna(name) and name in table.index:
                mean, n = table.loc[name]
                if within_sd == 0:
                    result[i] = mean
                else:
                    own, prior = n / within_sd**2, 1 / between_sd**2
                    result[i] = (own * mean + prior * overall) / (own + prior)
    return result.set_axis(wanted.index)
