# accept: SciPy's mixed-integer solver; unscored items are dropped first
from scipy.optimize import Bounds, LinearConstraint, milp


def rank_feed(items, k, max_exposure):
    scored = items[items["misinformation"].notna()].reset_index(drop=True)
    if scored.empty or k == 0:
        return []
    size = LinearConstraint(np.ones((1, len(scored))), ub=k)
    risk = LinearConstraint(scored[["misinformation"]].to_numpy().T, ub=min(max_exposure, 1e3) + 1e-9)
    answer = milp(-scored["engagement"], constraints=[size, risk], integrality=1, bounds=Bounds(0, 1), options={"mip_rel_gap": 0})
    feed = scored[answer.x > 0.5].sort_values(["engagement", "misinformation"], ascending=[False, True])
    return feed["item"].tolist()
