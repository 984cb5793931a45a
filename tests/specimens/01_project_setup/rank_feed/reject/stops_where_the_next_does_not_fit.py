# reject: best items first, until the first that does not fit
# loses: rank_feed_check rank_feed_hidden
# message: compare whole feeds, not items one by one
def rank_feed(items, k, max_exposure):
    scored = items.dropna(subset=["misinformation"])
    ranked = scored.sort_values(["engagement", "misinformation"], ascending=[False, True]).head(k)
    return ranked["item"][(ranked["misinformation"].cumsum() <= max_exposure + 1e-9).to_numpy()].tolist()
