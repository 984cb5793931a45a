# reject: takes the most engaging items one by one, skipping those that no longer fit
# loses: rank_feed_check rank_feed_hidden
# message: compare whole feeds, not items one by one
def rank_feed(items, k, max_exposure):
    scored = items.dropna(subset=["misinformation"]).reset_index(drop=True)
    scored["key"] = scored["engagement"]
    feed, exposure = [], 0.0
    for row in scored.sort_values(["key", "misinformation"], ascending=[False, True]).to_dict("records"):
        if len(feed) < k and exposure + row["misinformation"] <= max_exposure + 1e-9:
            feed.append(row)
            exposure += row["misinformation"]
    return [row["item"] for row in sorted(feed, key=lambda row: (-row["engagement"], row["misinformation"]))]
