# reject: items with equal engagement stay in the order of the rows
# loses: rank_feed_check rank_feed_hidden
# message: of items with equal engagement the one with less misinformation comes first
def rank_feed(items, k, max_exposure):
    rows = list(zip(items["item"], items["engagement"], items["misinformation"]))
    feeds = [feed for size in range(k + 1) for feed in combinations(rows, size)]
    allowed = [feed for feed in feeds if sum(risk for _, _, risk in feed) <= max_exposure + 1e-9]
    best = max(allowed, key=lambda feed: sum(minutes for _, minutes, _ in feed))
    return [item for item, _, _ in sorted(best, key=lambda row: -row[1])]
