# accept: left joins of pandas
def read_experiment(assignments, events, share_b=0.5, level=0.95):
    seen = assignments.sort_values("assigned_at").drop_duplicates(["user_id", "arm"])
    crossed = seen["user_id"].duplicated(keep=False)
    n_crossed = seen.loc[crossed.to_numpy(), "user_id"].nunique()
    users = seen[~crossed.to_numpy()]
    joined = users.merge(events, on="user_id", how="left")
    joined["value"] = joined["value"].where(joined["happened_at"] >= joined["assigned_at"], 0.0)
    per_user = joined.groupby(["user_id", "arm"], as_index=False)["value"].sum()
    summary = per_user.groupby("arm")["value"].agg(["count", "mean", "var"]).reindex(["A", "B"])
    n_a, n_b = summary["count"].fillna(0).astype(int)
    n = n_a + n_b
    srm_p = np.nan
    if n:
        srm_p = stats.chisquare(f_obs=[n_a, n_b], f_exp=[n - n * share_b, n * share_b])[1]
    difference = summary.loc["B", "mean"] - summary.loc["A", "mean"]
    error = np.sqrt(summary.loc["A", "var"] / n_a + summary.loc["B", "var"] / n_b) if n_a and n_b else np.nan
    if np.isnan(error):
        difference = np.nan
    low, high = stats.norm.interval(level, difference, error) if error != 0 else (difference, difference)
    broken = srm_p < 0.001 or n_crossed > (n + n_crossed) / 100
    decision = np.select([broken, low > 0, high < 0], ["broken", "better", "worse"], "no answer")
    return dict(
        users_a=n_a, users_b=n_b, crossed=n_crossed, srm_p=srm_p,
        difference=difference, low=low, high=high, decision=str(decision),
    )
