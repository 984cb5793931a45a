# reject: shares of the chosen that are good
# loses: fairness_gaps_check fairness_gaps_hidden
# message: not over those who were chosen
def fairness_gaps(y, chosen, group, min_cases=20):
    table = pd.DataFrame({"g": list(group), "y": np.array(y, dtype=bool), "c": np.array(chosen, dtype=bool)})
    size = table.groupby("g").size()
    table = table[table["g"].map(size) >= min_cases]
    rates = table.groupby("g")["c"].mean()
    share = table[table["c"]].groupby("g")["y"].mean()
    if len(rates) < 2:
        return dict(selection_ratio=np.nan, tpr_gap=np.nan, fpr_gap=np.nan)
    return dict(
        selection_ratio=rates.min() / rates.max(),
        tpr_gap=share[["centre", "Millside"]].max() - share[["centre", "Millside"]].min() if "centre" in share else np.ptp(share),
        fpr_gap=np.ptp(1 - share),
    )
