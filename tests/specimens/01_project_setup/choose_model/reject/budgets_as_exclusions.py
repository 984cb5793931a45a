# reject: drops what is known to exceed a budget, and a missing latency does not
# loses: choose_model_check choose_model_hidden
# message: the p99_ms of 'untimed' is missing
def choose_model(candidates, predictions_per_year, max_p99_ms, decide_after_h, z=2.0):
    serving = candidates["cost_per_1000"] * predictions_per_year / 1_000
    net = candidates["gain"] - serving - candidates["upkeep"]
    in_time = ~(candidates["p99_ms"] > max_p99_ms) & (candidates["features_ready_h"] <= decide_after_h)
    certain = net - z * candidates["gain_se"] > 0
    able = candidates.assign(net=net.round(6))[in_time & certain]
    ranked = able.sort_values(["net", "p99_ms", "name"], ascending=[False, True, True])
    return None if ranked.empty else ranked["name"].iloc[0]
