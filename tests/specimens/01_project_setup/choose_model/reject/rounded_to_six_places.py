# reject: rounds net gains to six places instead of comparing their difference
# loses: choose_model_hidden
# message: less than 1e-6 apart is equal
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
        able.append((-round(net, 6), p99, model["name"]))
    return sorted(able)[0][2] if able else None
