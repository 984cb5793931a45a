# reject: compares without room for rounding, so that 0.1 + 0.2 is more than 0.3
# loses: rank_feed_check rank_feed_hidden
# message: 0.1 + 0.2 is within 0.3
def rank_feed(items, k, max_exposure):
    rows = list(zip(items["item"], items["engagement"], items["misinformation"]))
    feeds = [feed for size in range(k + 1) for feed in combinations(rows, size)]
    allowed = [feed for feed in feeds if sum(risk for _, _, risk in feed) <= max_exposure]
    best = max(allowed, key=lambda feed: sum(minutes for _, minutes, _ in feed))
    return [item for item, _, _ in sorted(best, key=lambda row: (-row[1], row[2]))]
