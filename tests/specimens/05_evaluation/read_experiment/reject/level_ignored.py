# reject: always 1.96
# loses: read_experiment_hidden
# message: normal quantile of level
def read_experiment(assignments, events, share_b=0.5, level=0.95):
    """Return what an experiment says, as a dict: users, crossed, srm_p, difference, low, high, decision."""
    users = assignments.groupby("user_id").agg(
        arms=("arm", "nunique"), arm=("arm", "first"), since=("assigned_at", "min")
    )
    crossed = int((users["arms"] > 1).sum())
    users = users[users["arms"] == 1]
    since = events["user_id"].map(users["since"])
    counted = events[(events["happened_at"] >= since).to_numpy()]
    value = counted.groupby("user_id")["value"].sum().reindex(users.index, fill_value=0)
    a, b = value[users["arm"] == "A"], value[users["arm"] == "B"]
    n = len(a) + len(b)
    srm_p = stats.chisquare([len(a), len(b)], [n * (1 - share_b), n * share_b]).pvalue
    difference = half = np.nan
    if min(len(a), len(b)) >= 2:
        difference = b.mean() - a.mean()
        half = 1.96 * np.sqrt(a.var() / len(a) + b.var() / len(b))
    low, high = difference - half, difference + half
    if srm_p < 0.001 or crossed > 0.01 * (n + crossed):
        decision = "broken"
    else:
        decision = "better" if low > 0 else "worse" if high < 0 else "no answer"
    return {
        "users_a": len(a),
        "users_b": len(b),
        "crossed": crossed,
        "srm_p": srm_p,
        "difference": difference,
        "low": low,
        "high": high,
        "decision": decision,
    }
