# reject: searches without a click count as 1
# loses: ranking_report_check ranking_report_hidden
# message: search 3 has no click
def ranking_report(impressions, scores, k):
    """Return the mean NDCG and recall at k, ties averaged, and the number of searches with a click."""
    clicked, scores = impressions["clicked"].to_numpy(dtype=float), np.asarray(scores)
    ndcg, recall = [], []
    for rows in impressions.groupby("search_id").indices.values():
        clicks = clicked[rows]
        if clicks.sum() == 0:
            ndcg.append(1.0)
            recall.append(1.0)
            continue
        rank = np.arange(1, len(rows) + 1)
        worth = np.where(rank <= k, 1 / np.log2(rank + 1), 0.0)
        ideal = worth[: int(clicks.sum())].sum()
        ndcg.append(_expected(worth, scores[rows], clicks) / ideal)
        recall.append(_expected(rank <= k, scores[rows], clicks) / clicks.sum())
    if not ndcg:
        return {"ndcg": np.nan, "recall": np.nan, "searches": 0}
    return {"ndcg": np.mean(ndcg), "recall": np.mean(recall), "searches": len(ndcg)}


def _expected(worth, scores, clicks):
    """Return what the clicks are worth; homes with equal scores share the worth of their ranks."""
    tie = np.unique(-scores, return_inverse=True)[1]  # 0 for the highest score
    shared = np.bincount(np.sort(tie), worth) / np.bincount(tie)
    return clicks @ shared[tie]
