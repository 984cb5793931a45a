# accept: dynamic programming that keeps, for each length, the feeds no other feed beats on both counts
def rank_feed(items, k, max_exposure):
    frontier = {0: [(0.0, 0.0, ())]}
    for row in items.dropna(subset=["misinformation"]).to_dict("records"):
        grown = {size: list(feeds) for size, feeds in frontier.items()}
        for size, feeds in frontier.items():
            if size == k:
                continue
            for minutes, risk, chosen in feeds:
                if risk + row["misinformation"] <= max_exposure + 1e-9:
                    more = (minutes + row["engagement"], risk + row["misinformation"], (*chosen, row["item"]))
                    grown.setdefault(size + 1, []).append(more)
        for size, feeds in grown.items():
            feeds.sort(key=lambda feed: (-feed[0], feed[1]))
            kept, least = [], np.inf
            for feed in feeds:
                if feed[1] < least - 1e-12:
                    kept.append(feed)
                    least = feed[1]
            grown[size] = kept
        frontier = grown
    best = max((feed for feeds in frontier.values() for feed in feeds), key=lambda feed: feed[0])
    rows = items[items["item"].isin(best[2])]
    return rows.sort_values(["engagement", "misinformation"], ascending=[False, True])["item"].to_numpy()
