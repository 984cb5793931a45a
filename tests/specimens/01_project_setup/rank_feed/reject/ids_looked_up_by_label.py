# reject: finds the items by row labels, which may repeat
# loses: rank_feed_hidden
# message: labels of rows may repeat, so look nothing up by them
def rank_feed(items, k, max_exposure):
    scored = items[items["misinformation"].notna()]
    best = scored.iloc[:0]
    for size in range(1, min(k, len(scored)) + 1):
        for positions in combinations(range(len(scored)), size):
            feed = scored.iloc[list(positions)]
            if feed["misinformation"].sum() <= max_exposure + 1e-9 and feed["engagement"].sum() > best["engagement"].sum():
                best = feed
    feed = scored.loc[best.index]
    return feed.sort_values(["engagement", "misinformation"], ascending=[False, True])["item"].tolist()
