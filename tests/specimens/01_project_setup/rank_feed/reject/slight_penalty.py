# reject: takes the expected false items off the minutes, as if a weight of 1 decided nothing
# loses: rank_feed_hidden
# message: within the guardrail engagement alone decides, however small the difference
def rank_feed(items, k, max_exposure):
    rows = [
        (item, engagement, risk)
        for item, engagement, risk in zip(items["item"], items["engagement"], items["misinformation"])
        if not pd.isna(risk)
    ]
    best, most = (), 0.0
    for size in range(1, min(k, len(rows)) + 1):
        for feed in combinations(rows, size):
            if sum(row[2] for row in feed) <= max_exposure + 1e-9:
                total = sum(row[1] - row[2] for row in feed)
                if total > most:
                    best, most = feed, total
    return [row[0] for row in sorted(best, key=lambda row: (-row[1], row[2]))]
