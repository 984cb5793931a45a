# accept: a query, a rank of pandas, a mean over groups
def examination_curve(impressions):
    table = impressions.query("shuffled").pivot_table(index="position", values="clicked", aggfunc="mean")
    if 1 not in table.index or table.loc[1, "clicked"] <= 0:
        raise ValueError("the curve is unknown")
    return (table["clicked"] / table["clicked"].loc[1]).astype(float)


def clicks_if_reordered(impressions, scores, curve):
    table = impressions.reset_index(drop=True)
    table["score"] = list(scores)
    table = table.sort_values("listing_id")
    new = table.groupby("search_id")["score"].rank(method="first", ascending=False).astype(int)
    value = curve.loc[new].to_numpy() / curve.loc[table["position"]].to_numpy()
    return pd.Series(np.where(table["clicked"], value, 0)).groupby(table["search_id"].to_numpy()).sum().mean()
