# reject: each item may be as risky as the whole feed
# loses: rank_feed_check rank_feed_hidden
# message: the guardrail is on the sum over the feed
def rank_feed(items, k, max_exposure):
    items = items[items["misinformation"].notna()]
    rows = list(zip(items["item"], items["engagement"], items["misinformation"]))
    feeds = [feed for size in range(k + 1) for feed in combinations(rows, size)]
    allowed = [feed for feed in feeds if max([risk for _, _, risk in feed], default=0) <= max_exposure + 1e-9]
    best = max(allowed, key=lambda feed: sum(minutes for _, minutes, _ in feed))
    return [item for item, _, _ in sorted(best, key=lambda row: (-row[1], row[2]))]
