# accept: lists and dicts, tied ranks one group after the other
from itertools import groupby
from math import log2


def ranking_report(impressions, scores, k):
    searches = {}
    for search, hit, score in zip(impressions["search_id"], impressions["clicked"], scores):
        searches.setdefault(search, []).append((float(score), int(hit)))
    totals, n = [0.0, 0.0], 0
    for homes in searches.values():
        hits = sum(hit for _, hit in homes)
        if not hits:
            continue
        n += 1
        homes.sort(reverse=True)
        dcg = inside = rank = 0
        for _, group in groupby(homes, key=lambda home: home[0]):
            group = list(group)
            share = sum(hit for _, hit in group) / len(group)
            for _ in group:
                rank += 1
                if rank <= k:
                    dcg += share / log2(rank + 1)
                    inside += share
        totals[0] += dcg / sum(1 / log2(r + 2) for r in range(min(k, hits)))
        totals[1] += inside / hits
    if n == 0:
        return {"ndcg": float("nan"), "recall": float("nan"), "searches": 0}
    return {"ndcg": totals[0] / n, "recall": totals[1] / n, "searches": n}
