# reject: each item gets an equal share of the guardrail
# loses: rank_feed_check rank_feed_hidden
# message: compare whole feeds, not items one by one
def rank_feed(items, k, max_exposure):
    safe = items[items["misinformation"] <= max_exposure / max(k, 1) + 1e-9]
    ranked = safe.sort_values(["engagement", "misinformation"], ascending=[False, True])
    return ranked["item"].head(k).tolist()
