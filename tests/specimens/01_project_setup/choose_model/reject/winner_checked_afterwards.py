# reject: takes the largest net gain and only then asks whether it can be shipped
# loses: choose_model_check choose_model_hidden
# message: got None
def choose_model(candidates, predictions_per_year, max_p99_ms, decide_after_h, z=2.0):
    serving = candidates["cost_per_1000"] * predictions_per_year / 1_000
    table = candidates.assign(net=(candidates["gain"] - serving - candidates["upkeep"]).round(2))
    ranked = table.dropna().sort_values(["net", "p99_ms", "name"], ascending=[False, True, True])
    for _, best in ranked.head(1).iterrows():
        if best["p99_ms"] <= max_p99_ms and best["features_ready_h"] <= decide_after_h and best["net"] > z * best["gain_se"]:
            return best["name"]
    return None
