# reject: shares of the chosen that are good, and that are not
# loses: fairness_gaps_check fairness_gaps_hidden
# message: not over those who were chosen
def fairness_gaps(y, chosen, group, min_cases=20):
    table = pd.DataFrame({"g": list(group), "y": np.array(y, dtype=float), "c": np.array(chosen, dtype=bool)})
    size = table.groupby("g").size()
    table = table[table["g"].map(size) >= min_cases]
    rates = table.groupby("g")["c"].mean()
    if len(rates) < 2:
        return {"selection_ratio": np.nan, "tpr_gap": np.nan, "fpr_gap": np.nan}
    good = table[table["c"]].groupby("g")["y"].mean()
    gap = good.max() - good.min()
    return {"selection_ratio": rates.min() / rates.max(), "tpr_gap": gap, "fpr_gap": gap}
