# accept: a recursive search that gives up where the most engaging items left could not help; a tuple
def rank_feed(items, k, max_exposure):
    rows = [
        (float(minutes), float(risk), item)
        for item, minutes, risk in items[["item", "engagement", "misinformation"]].itertuples(index=False)
        if not pd.isna(risk)
    ]
    rows.sort(key=lambda row: (-row[0], row[1]))
    best = (0.0, ())

    def search(start, minutes, risk, chosen):
        nonlocal best
        if minutes > best[0]:
            best = (minutes, chosen)
        free = k - len(chosen)
        if free == 0 or minutes + sum(row[0] for row in rows[start : start + free]) <= best[0]:
            return
        for i in range(start, len(rows)):
            if risk + rows[i][1] <= max_exposure + 1e-9:
                search(i + 1, minutes + rows[i][0], risk + rows[i][1], (*chosen, rows[i][2]))

    search(0, 0.0, 0.0, ())
    return best[1]
