# reject: engagement minus a weight times misinformation, the weight found by search: misses feeds between two weights
# loses: rank_feed_check rank_feed_hidden
# message: compare whole feeds, not items one by one
def rank_feed(items, k, max_exposure):
    scored = items.dropna(subset=["misinformation"]).reset_index(drop=True)
    best = scored.iloc[:0]
    for weight in np.linspace(0, 100, 60):
        score = scored["engagement"] - weight * scored["misinformation"]
        feed = scored.loc[score[score > 0].nlargest(k).index]
        if feed["misinformation"].sum() <= max_exposure + 1e-9 and feed["engagement"].sum() > best["engagement"].sum():
            best = feed
    return best.sort_values(["engagement", "misinformation"], ascending=[False, True])["item"].tolist()
