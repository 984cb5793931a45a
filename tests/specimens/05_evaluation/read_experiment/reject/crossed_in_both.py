# reject: who crossed counts in both arms
# loses: read_experiment_check read_experiment_hidden
# message: who saw both arms belongs to neither
def read_experiment(assignments, events, share_b=0.5, level=0.95):
    users = assignments.groupby(["user_id", "arm"], as_index=False)["assigned_at"].min()
    crossed = int(users["user_id"].duplicated().sum())
    joined = users.merge(events, on="user_id", how="left")
    joined["value"] = joined["value"].where(joined["happened_at"] >= joined["assigned_at"], 0.0)
    value = joined.groupby(["arm", "user_id"])["value"].sum().reset_index()
    a, b = (value.loc[value["arm"] == arm, "value"] for arm in "AB")
    n = len(a) + len(b)
    srm_p = stats.chisquare([len(a), len(b)], [n * (1 - share_b), n * share_b]).pvalue
    difference = b.mean() - a.mean()
    half = stats.norm.ppf((1 + level) / 2) * np.sqrt(a.var() / len(a) + b.var() / len(b))
    low, high = difference - half, difference + half
    broken = srm_p < 0.001 or crossed > 0.01 * (n - crossed)
    decision = "broken" if broken else "better" if low > 0 else "worse" if high < 0 else "no answer"
    return {"users_a": len(a), "users_b": len(b), "crossed": crossed, "srm_p": srm_p,
            "difference": difference, "low": low, "high": high, "decision": decision}
