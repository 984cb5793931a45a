# reject: only ordinary searches are counted
# loses: examination_curve_hidden
# message: wrong on a fresh log
def examination_curve(impressions):
    """Return how often each position is looked at, relative to the first: a Series by position."""
    shuffled = impressions[impressions["shuffled"]]
    rate = shuffled.groupby("position")["clicked"].mean()
    if rate.get(1, 0) == 0:
        raise ValueError("no click at position 1 of a shuffled search")
    return rate / rate[1]


def clicks_if_reordered(impressions, scores, curve):
    """Return the clicks per search to be expected if searches were ordered by `scores`."""
    table = impressions.assign(score=np.asarray(scores))
    table = table[~table["shuffled"]]
    table = table.sort_values(["search_id", "score", "listing_id"], ascending=[True, False, True])
    new = table.groupby("search_id").cumcount() + 1
    weight = new.map(curve) / table["position"].map(curve)
    return weight[table["clicked"]].sum() / table["search_id"].nunique()
