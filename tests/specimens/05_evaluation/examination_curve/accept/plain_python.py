# accept: dicts and sorted lists
def examination_curve(impressions):
    seen, hits = {}, {}
    for position, shuffled, clicked in zip(*(impressions[name] for name in ("position", "shuffled", "clicked"))):
        if shuffled:
            seen[position] = seen.get(position, 0) + 1
            hits[position] = hits.get(position, 0) + bool(clicked)
    if not hits.get(1):
        raise ValueError("nobody clicked at the top")
    first = hits[1] / seen[1]
    return pd.Series({position: hits[position] / seen[position] / first for position in sorted(seen)})


def clicks_if_reordered(impressions, scores, curve):
    curve = dict(curve)
    searches = {}
    rows = zip(impressions.search_id, scores, impressions.listing_id, impressions.position, impressions.clicked)
    for search, score, listing, position, clicked in rows:
        searches.setdefault(search, []).append((score, -listing, position, clicked))
    total = sum(
        curve[new] / curve[position]
        for homes in searches.values()
        for new, (_, _, position, clicked) in enumerate(sorted(homes, reverse=True), 1)
        if clicked
    )
    return total / len(searches)
