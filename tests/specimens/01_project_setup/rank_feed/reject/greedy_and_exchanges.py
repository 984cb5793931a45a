# reject: best items first, then exchanges and additions of one item as long as they help
# loses: rank_feed_hidden
# message: a feed that no exchange of a single item improves need not be the best
def rank_feed(items, k, max_exposure):
    rows = [row for row in zip(items["item"], items["engagement"], items["misinformation"]) if row[2] == row[2]]
    starts = [lambda row: (-row[1], row[2]), lambda row: -row[1] / (row[2] + 1e-9), lambda row: row[2]]
    feeds = [climb(rows, k, max_exposure, start) for start in starts]
    best = max(feeds, key=lambda feed: sum(row[1] for row in feed))
    return [row[0] for row in sorted(best, key=starts[0])]


def climb(rows, k, max_exposure, start):
    def fits(feed):
        return len(feed) <= k and sum(row[2] for row in feed) <= max_exposure + 1e-9

    feed = []
    for row in sorted(rows, key=start):
        if fits([*feed, row]):
            feed.append(row)
    while True:
        others = [row for row in rows if row not in feed]
        nearby = [[*feed, new] for new in others]
        nearby += [[row for row in feed if row != old] + [new] for old in feed for new in others]
        better = [other for other in nearby if fits(other) and sum(r[1] for r in other) > sum(r[1] for r in feed) + 1e-9]
        if not better:
            return feed
        feed = max(better, key=lambda other: sum(row[1] for row in other))
