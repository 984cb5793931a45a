# reject: refuses a table without candidates
# loses: choose_model_hidden
# message: a table without candidates is no error
def choose_model(candidates, predictions_per_year, max_p99_ms, decide_after_h, z=2.0):
    if candidates.empty:
        raise ValueError("nothing to choose from")
    serving = candidates["cost_per_1000"] * predictions_per_year / 1_000
    net = candidates["gain"] - serving - candidates["upkeep"]
    in_time = (candidates["p99_ms"] <= max_p99_ms) & (candidates["features_ready_h"] <= decide_after_h)
    certain = net - z * candidates["gain_se"] > 0
    able = candidates.assign(net=net)[in_time & certain]
    ranked = able[able["net"].max() - able["net"] < 1e-6].sort_values(["p99_ms", "name"])
    return None if ranked.empty else ranked["name"].iloc[0]
