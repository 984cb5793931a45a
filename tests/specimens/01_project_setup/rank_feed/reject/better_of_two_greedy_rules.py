# reject: the better of the two greedy feeds: often the best, not always
# loses: rank_feed_check rank_feed_hidden
# message: compare whole feeds, not items one by one
def rank_feed(items, k, max_exposure):
    scored = items.dropna(subset=["misinformation"]).reset_index(drop=True)
    rules = [scored["engagement"], scored["engagement"] / scored["misinformation"].clip(lower=1e-6)]
    feeds = []
    for rule in rules:
        feed, exposure = [], 0.0
        for i in rule.sort_values(ascending=False).index:
            if len(feed) < k and exposure + scored["misinformation"][i] <= max_exposure + 1e-9:
                feed.append(i)
                exposure += scored["misinformation"][i]
        feeds.append(feed)
    best = max(feeds, key=lambda feed: scored["engagement"][feed].sum())
    return scored.loc[best].sort_values(["engagement", "misinformation"], ascending=[False, True])["item"].tolist()
