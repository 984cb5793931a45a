# accept: NumPy masks, and the set of the best narrowed down by one criterion after the other
def choose_model(candidates, predictions_per_year, max_p99_ms, decide_after_h, z=2.0):
    c = {name: candidates[name].to_numpy() for name in candidates}
    net = c["gain"] - c["cost_per_1000"] * predictions_per_year / 1000 - c["upkeep"]
    able = (c["p99_ms"] <= max_p99_ms) & (c["features_ready_h"] <= decide_after_h) & (net - z * c["gain_se"] > 0)
    if not able.any():
        return None
    best = able & (net >= net[able].max() - 1e-6)
    fastest = best & (c["p99_ms"] == c["p99_ms"][best].min())
    return str(min(c["name"][fastest]))
