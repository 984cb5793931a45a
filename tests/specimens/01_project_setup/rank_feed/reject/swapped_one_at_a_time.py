# reject: starts from the most engaging feed and replaces the riskiest item until the guardrail holds
# loses: rank_feed_check rank_feed_hidden
# message: 'hoax' and 'poem' have 11 minutes, more than the three others together
def rank_feed(items, k, max_exposure):
    left = items.dropna(subset=["misinformation"])
    while True:
        feed = left.sort_values(["engagement", "misinformation"], ascending=[False, True]).head(k)
        if feed["misinformation"].sum() <= max_exposure + 1e-9:
            return feed["item"].tolist()
        left = left[left["item"] != feed.loc[feed["misinformation"] == feed["misinformation"].max(), "item"].iloc[0]]
