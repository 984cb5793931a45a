# accept: a column for each rate and one groupby
def fairness_gaps(y, chosen, group, min_cases=20):
    frame = pd.DataFrame({"c": np.array(chosen, dtype=float), "g": list(group)})
    good = np.array(y, dtype=float) == 1
    frame["tpr"], frame["fpr"] = frame["c"].where(good), frame["c"].where(~good)
    grouped = frame.groupby("g")
    rates = grouped.mean().where(grouped.count() >= min_cases)
    few = rates.count() < 2
    span = (rates.max() - rates.min()).mask(few)
    top = rates["c"].max()
    ratio = rates["c"].min() / top if not few["c"] and top > 0 else float("nan")
    return {"selection_ratio": ratio, "tpr_gap": span["tpr"], "fpr_gap": span["fpr"]}
