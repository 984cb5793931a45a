# reject: gaps of accuracy
# loses: fairness_gaps_check fairness_gaps_hidden
# message: fairness_gaps: of the good homes
def fairness_gaps(y, chosen, group, min_cases=20):
    table = pd.DataFrame({"g": list(group), "y": list(y), "c": list(chosen)}).astype({"c": float})
    table["right"] = table["y"] == table["c"]
    rates = table.groupby("g").agg(n=("c", "size"), c=("c", "mean"), right=("right", "mean"))
    rates = rates[rates["n"] >= min_cases]
    if len(rates) < 2:
        return dict.fromkeys(["selection_ratio", "tpr_gap", "fpr_gap"], np.nan)
    gap = np.ptp(rates["right"])
    return {"selection_ratio": rates["c"].min() / rates["c"].max(), "tpr_gap": gap, "fpr_gap": gap}
