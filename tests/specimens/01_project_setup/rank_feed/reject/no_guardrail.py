# reject: the most engaging items, whatever they say
# loses: rank_feed_check rank_feed_hidden
# message: the guardrail is on the sum over the feed
def rank_feed(items, k, max_exposure):
    scored = items.dropna(subset=["misinformation"])
    return scored.sort_values(["engagement", "misinformation"], ascending=[False, True])["item"].head(k).tolist()
