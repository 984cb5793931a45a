# accept: dicts, one user after the other
from math import erfc, isnan, sqrt
from statistics import NormalDist


def read_experiment(assignments, events, share_b=0.5, level=0.95):
    arms, since = {}, {}
    for row in assignments.itertuples():
        arms.setdefault(row.user_id, set()).add(row.arm)
        since[row.user_id] = min(since.get(row.user_id, row.assigned_at), row.assigned_at)
    total = dict.fromkeys(arms, 0.0)
    for row in events.itertuples():
        if row.user_id in since and row.happened_at >= since[row.user_id]:
            total[row.user_id] += row.value
    a = [total[user] for user, seen in arms.items() if seen == {"A"}]
    b = [total[user] for user, seen in arms.items() if seen == {"B"}]
    n, crossed = len(a) + len(b), len(arms) - len(a) - len(b)
    out = {"users_a": len(a), "users_b": len(b), "crossed": crossed, "srm_p": float("nan")}
    if n:
        z = (len(b) - n * share_b) / sqrt(n * share_b * (1 - share_b))
        out["srm_p"] = erfc(abs(z) / sqrt(2))
    out["difference"] = out["low"] = out["high"] = float("nan")
    if len(a) > 1 and len(b) > 1:
        mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
        var_a = sum((x - mean_a) ** 2 for x in a) / (len(a) - 1)
        var_b = sum((x - mean_b) ** 2 for x in b) / (len(b) - 1)
        half = NormalDist().inv_cdf((1 + level) / 2) * sqrt(var_a / len(a) + var_b / len(b))
        out["difference"] = mean_b - mean_a
        out["low"], out["high"] = out["difference"] - half, out["difference"] + half
    out["decision"] = "no answer"
    if not isnan(out["srm_p"]) and out["srm_p"] < 1e-3 or arms and crossed / len(arms) > 0.01:
        out["decision"] = "broken"
    elif out["low"] > 0:
        out["decision"] = "better"
    elif out["high"] < 0:
        out["decision"] = "worse"
    return out
