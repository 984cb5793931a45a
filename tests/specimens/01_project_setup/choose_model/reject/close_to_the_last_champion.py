# reject: compares each model with the best so far, so that steps below 1e-6 add up
# loses: choose_model_hidden
# message: equal to the largest net gain is what lies less than 1e-6 below the largest
from functools import reduce


def choose_model(candidates, predictions_per_year, max_p99_ms, decide_after_h, z=2.0):
    table = candidates.dropna(subset=["gain", "gain_se", "p99_ms", "cost_per_1000", "upkeep", "features_ready_h"])
    table = table.assign(net=table["gain"] - table["upkeep"] - predictions_per_year * table["cost_per_1000"] / 1e3)
    table = table[table["p99_ms"].le(max_p99_ms) & table["features_ready_h"].le(decide_after_h)]
    table = table[(table["net"] - table["gain_se"] * z).gt(0)]

    def duel(a, b):
        if not np.isclose(a.net, b.net, rtol=0, atol=1e-6):
            return a if a.net > b.net else b
        return min(a, b, key=lambda row: (row.p99_ms, row.name))

    rows = list(table.itertuples(index=False))
    return reduce(duel, rows).name if rows else None
