# reject: shows the least risky item when nothing fits
# loses: rank_feed_hidden
# message: the feed is empty with k=0
def rank_feed(items, k, max_exposure):
    rows = list(zip(items["item"], items["engagement"], items["misinformation"]))
    feeds = [feed for size in range(k + 1) for feed in combinations(rows, size)]
    allowed = [feed for feed in feeds if sum(risk for _, _, risk in feed) <= max_exposure + 1e-9]
    best = max(allowed, key=lambda feed: sum(minutes for _, minutes, _ in feed))
    if not best and rows:
        best = [min(rows, key=lambda row: row[2])]
    return [item for item, _, _ in sorted(best, key=lambda row: (-row[1], row[2]))]
