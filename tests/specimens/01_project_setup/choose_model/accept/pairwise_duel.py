# accept: duels for the largest net, then among those near it by latency and name
from functools import reduce


def choose_model(candidates, predictions_per_year, max_p99_ms, decide_after_h, z=2.0):
    table = candidates.dropna(subset=["gain", "gain_se", "p99_ms", "cost_per_1000", "upkeep", "features_ready_h"])
    table = table.assign(net=table["gain"] - table["upkeep"] - predictions_per_year * table["cost_per_1000"] / 1e3)
    table = table[table["p99_ms"].le(max_p99_ms) & table["features_ready_h"].le(decide_after_h)]
    table = table[(table["net"] - table["gain_se"] * z).gt(0)]

    def duel(a, b):
        return a if a.net > b.net else b

    rows = list(table.itertuples(index=False))
    if not rows:
        return None
    champion = reduce(duel, rows)
    near = [row for row in rows if champion.net - row.net < 1e-6]
    return reduce(lambda a, b: min(a, b, key=lambda row: (row.p99_ms, row.name)), near).name
