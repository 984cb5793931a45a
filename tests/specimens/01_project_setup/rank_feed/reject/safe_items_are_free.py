# reject: items without any risk do not count towards k
# loses: rank_feed_check rank_feed_hidden
# message: at most k=3 different items
def rank_feed(items, k, max_exposure):
    rows = list(zip(items["item"], items["engagement"], items["misinformation"]))
    feeds = [feed for size in range(k + 1) for feed in combinations(rows, size)]
    allowed = [feed for feed in feeds if sum(risk for _, _, risk in feed) <= max_exposure + 1e-9]
    safe = tuple(row for row in rows if row[2] == 0)
    allowed = [(*[row for row in feed if row[2] > 0], *safe) for feed in allowed if k > 0] or [()]
    best = max(allowed, key=lambda feed: sum(minutes for _, minutes, _ in feed))
    return [item for item, _, _ in sorted(best, key=lambda row: (-row[1], row[2]))]
