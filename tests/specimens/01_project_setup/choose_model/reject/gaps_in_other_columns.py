# reject: drops models with a gap in any column
# loses: choose_model_hidden
# message: on a fresh table another choice is right
def choose_model(candidates, predictions_per_year, max_p99_ms, decide_after_h, z=2.0):
    numbers = ["gain", "gain_se", "p99_ms", "cost_per_1000", "upkeep", "features_ready_h"]
    possible = []
    for row in candidates.dropna().to_dict("records"):
        if any(pd.isna(row[column]) for column in numbers):
            continue
        net = row["gain"] - row["cost_per_1000"] * predictions_per_year / 1000 - row["upkeep"]
        certain = net - z * row["gain_se"] > 0
        if row["p99_ms"] <= max_p99_ms and row["features_ready_h"] <= decide_after_h and certain:
            possible.append((net, row["p99_ms"], row["name"]))
    if not possible:
        return None
    top = max(net for net, _, _ in possible)
    tied = [row for row in possible if top - row[0] < 1e-6]
    return min(tied, key=lambda row: (row[1], row[2]))[2]
