# accept: scikit-learn's ndcg_score, and recall by counting
def ranking_report(impressions, scores, k):
    table = pd.DataFrame(
        {"search": impressions["search_id"].array, "hit": impressions["clicked"].array, "score": list(scores)}
    )
    ndcg, recall = [], []
    for _, search in table.groupby("search"):
        hit, score = search["hit"].to_numpy().astype(int), search["score"].to_numpy()
        if hit.any():
            ndcg.append(ndcg_score([hit], [score], k=k) if len(hit) > 1 else 1.0)
            first = np.array([(score > own).sum() for own in score])
            width = np.array([(score == own).sum() for own in score])
            recall.append(np.average(np.minimum(1, np.maximum(0, k - first) / width), weights=hit))
    mean = lambda values: float(np.mean(values)) if values else float("nan")
    return {"ndcg": mean(ndcg), "recall": mean(recall), "searches": len(ndcg)}
