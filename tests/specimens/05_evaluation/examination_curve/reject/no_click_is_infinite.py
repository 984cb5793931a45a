# reject: a curve without a click on top
# loses: examination_curve_hidden
# message: it is unknown: ValueError
def examination_curve(impressions):
    """Return how often each position is looked at, relative to the first: a Series by position."""
    shuffled = impressions[impressions["shuffled"]]
    rate = shuffled.groupby("position")["clicked"].mean()
    rate = rate if len(rate) else pd.Series({1: 1.0})
    return rate / rate[1]


def clicks_if_reordered(impressions, scores, curve):
    """Return the clicks per search to be expected if searches were ordered by `scores`."""
    table = impressions.assign(score=np.asarray(scores))
    table = table.sort_values(["search_id", "score", "listing_id"], ascending=[True, False, True])
    new = table.groupby("search_id").cumcount() + 1
    weight = new.map(curve) / table["position"].map(curve)
    return weight[table["clicked"]].sum() / table["search_id"].nunique()
