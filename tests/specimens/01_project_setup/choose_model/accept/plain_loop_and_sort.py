# accept: dictionaries, a list of those that can be shipped, sorted by a key
import math


def choose_model(candidates, predictions_per_year, max_p99_ms, decide_after_h, z=2.0):
    able = []
    for model in candidates.to_dict("records"):
        numbers = [model[c] for c in ("gain", "gain_se", "p99_ms", "cost_per_1000", "upkeep", "features_ready_h")]
        if any(math.isnan(number) for number in numbers):
            continue
        gain, se, p99, cost, upkeep, ready = numbers
        net = gain - cost * (predictions_per_year / 1000) - upkeep
        if p99 > max_p99_ms or ready > decide_after_h or net <= z * se:
            continue
        able.append((net, p99, model["name"]))
    largest = max(able)[0] if able else 0
    equal = sorted((p99, name) for net, p99, name in able if net > largest - 1e-6)
    return equal[0][1] if equal else None
