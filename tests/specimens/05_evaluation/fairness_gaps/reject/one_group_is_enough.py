# reject: one known group is compared with itself
# loses: fairness_gaps_check
# message: nothing to compare
def fairness_gaps(y, chosen, group, min_cases=20):
    """Return selection_ratio, tpr_gap and fpr_gap between groups, from rates with enough cases."""
    table = pd.DataFrame({"group": list(group), "y": list(y), "chosen": list(chosen)})
    good = table["y"] == 1
    known = {}
    for name, cases in {"selection": table, "tpr": table[good], "fpr": table[~good]}.items():
        rates = cases["chosen"].astype(float).groupby(cases["group"]).agg(["mean", "size"])
        rates = rates.loc[rates["size"] >= min_cases, "mean"]
        known[name] = (rates.min(), rates.max()) if len(rates) >= 1 else (np.nan, np.nan)
    least, most = known["selection"]
    return {
        "selection_ratio": least / most if most > 0 else np.nan,
        "tpr_gap": known["tpr"][1] - known["tpr"][0],
        "fpr_gap": known["fpr"][1] - known["fpr"][0],
    }
