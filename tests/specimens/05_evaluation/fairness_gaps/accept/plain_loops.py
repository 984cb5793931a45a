# accept: dicts of lists
from math import nan


def fairness_gaps(y, chosen, group, min_cases=20):
    rates = {"selection": {}, "tpr": {}, "fpr": {}}
    for good, taken, name in zip(y, chosen, group):
        if isinstance(name, str):
            for kind in ("selection", "tpr" if good else "fpr"):
                rates[kind].setdefault(name, []).append(int(taken))
    out = {}
    for kind, groups in rates.items():
        known = [sum(taken) / len(taken) for taken in groups.values() if len(taken) >= min_cases]
        low, high = (min(known), max(known)) if len(known) > 1 else (nan, nan)
        if kind == "selection":
            out["selection_ratio"] = low / high if high else nan
        else:
            out[f"{kind}_gap"] = high - low
    return out
