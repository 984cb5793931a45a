# reject: fills the missing scores in the caller's table
# loses: rank_feed_hidden
# message: leave the table you were given as it was
def rank_feed(items, k, max_exposure):
    items["misinformation"] = items["misinformation"].fillna(np.inf)
    rows = list(zip(items["item"], items["engagement"], items["misinformation"]))
    feeds = [feed for size in range(k + 1) for feed in combinations(rows, size)]
    allowed = [feed for feed in feeds if sum(risk for _, _, risk in feed) <= min(max_exposure, 1e6) + 1e-9]
    best = max(allowed, key=lambda feed: sum(minutes for _, minutes, _ in feed))
    return [item for item, _, _ in sorted(best, key=lambda row: (-row[1], row[2]))]
