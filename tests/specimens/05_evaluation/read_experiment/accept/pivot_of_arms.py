# accept: a table of users by arms; np.bincount for the sums
def read_experiment(assignments, events, share_b=0.5, level=0.95):
    first = assignments.groupby(["user_id", "arm"])["assigned_at"].min().unstack()
    first = first.reindex(columns=["A", "B"])
    in_a, in_b = first["A"].notna().to_numpy(), first["B"].notna().to_numpy()
    both = in_a & in_b
    since = first.min(axis=1).to_numpy()
    place = first.index.get_indexer(events["user_id"])
    ok = place >= 0
    place, when, amount = place[ok], events["happened_at"].to_numpy()[ok], events["value"].to_numpy(float)[ok]
    late = when >= since[place]
    value = np.bincount(place[late], amount[late], minlength=len(first)) if len(first) else np.zeros(0)
    a, b = value[in_a & ~both], value[in_b & ~both]
    counts = np.array([a.size, b.size])
    result = {"users_a": int(a.size), "users_b": int(b.size), "crossed": int(both.sum())}
    shares = np.array([1 - share_b, share_b])
    total = counts.sum()
    result["srm_p"] = (
        float(stats.chi2.sf(((counts - total * shares) ** 2 / (total * shares)).sum(), df=1)) if total else np.nan
    )
    enough = counts.min() > 1
    difference = b.mean() - a.mean() if enough else np.nan
    error = np.sqrt(sum(x.var(ddof=1) / x.size for x in (a, b))) if enough else np.nan
    z = stats.norm.isf((1 - level) / 2)
    result |= {"difference": difference, "low": difference - z * error, "high": difference + z * error}
    if result["srm_p"] < 0.001 or both.sum() * 100 > len(first):
        result["decision"] = "broken"
    elif enough and result["low"] > 0:
        result["decision"] = "better"
    elif enough and result["high"] < 0:
        result["decision"] = "worse"
    else:
        result["decision"] = "no answer"
    return result
