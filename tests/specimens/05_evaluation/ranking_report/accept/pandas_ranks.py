# accept: ranks of pandas and sums of discounts, without a loop over searches
def ranking_report(impressions, scores, k):
    table = pd.DataFrame({"search": impressions["search_id"].to_numpy(), "score": np.array(scores, dtype=float)})
    table["hit"] = impressions["clicked"].to_numpy().astype(float)
    table = table[table.groupby("search")["hit"].transform("sum") > 0]
    if table.empty:
        return dict(ndcg=np.nan, recall=np.nan, searches=0)
    by_search = table.groupby("search")["score"]
    last = by_search.rank(method="max", ascending=False).astype(int)
    before = by_search.rank(method="min", ascending=False).astype(int) - 1
    places = np.arange(1, len(table) + 1)
    discounts = np.concatenate([[0], np.cumsum((places <= k) / np.log2(places + 1))])
    inside = np.minimum(np.arange(len(table) + 1), k)
    table["dcg"] = table["hit"] * (discounts[last] - discounts[before]) / (last - before)
    table["found"] = table["hit"] * (inside[last] - inside[before]) / (last - before)
    sums = table.groupby("search")[["hit", "dcg", "found"]].sum()
    ideal = discounts[sums["hit"].astype(int)]
    return dict(ndcg=(sums["dcg"] / ideal).mean(), recall=(sums["found"] / sums["hit"]).mean(), searches=len(sums))
