# reject: takes the maximum of an empty table
# loses: choose_model_check choose_model_hidden
# message: empty
def choose_model(candidates, predictions_per_year, max_p99_ms, decide_after_h, z=2.0):
    net = candidates["gain"] - candidates["cost_per_1000"] * predictions_per_year / 1_000 - candidates["upkeep"]
    in_time = (candidates["p99_ms"] <= max_p99_ms) & (candidates["features_ready_h"] <= decide_after_h)
    able = candidates.assign(net=net.round(6)).loc[in_time & (net - z * candidates["gain_se"] > 0)].reset_index(drop=True)
    best = able[able["net"] == able.loc[able["net"].idxmax(), "net"]]
    return best.sort_values(["p99_ms", "name"])["name"].iloc[0]
