# reject: rounds the exposure to two digits before it is compared
# loses: rank_feed_hidden
# message: so do not round
def rank_feed(items, k, max_exposure):
    rows = list(zip(items["item"], items["engagement"], items["misinformation"]))
    feeds = [feed for size in range(k + 1) for feed in combinations(rows, size)]
    allowed = [feed for feed in feeds if round(sum(risk for _, _, risk in feed), 2) <= max_exposure + 1e-9]
    best = max(allowed, key=lambda feed: sum(minutes for _, minutes, _ in feed))
    return [item for item, _, _ in sorted(best, key=lambda row: (-row[1], row[2]))]
