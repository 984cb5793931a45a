# accept: all subsets as bits, all outcomes by product
def cheapest_panel(annotators, target):
    rows = annotators.to_dict("records")
    best = None
    for bits in range(1, 2 ** len(rows)):
        panel = [row for place, row in enumerate(rows) if bits >> place & 1]
        if len(panel) % 2 == 0:
            continue
        cost = sum(row["price"] for row in panel)
        if best is not None and cost > best[0]:
            continue
        right = 0.0
        for outcome in product([0, 1], repeat=len(panel)):
            if 2 * sum(outcome) > len(panel):
                right += math.prod(row["accuracy"] if hit else 1 - row["accuracy"] for row, hit in zip(panel, outcome))
        if right >= target - 1e-12:
            candidate = (cost, len(panel), sorted(row["annotator"] for row in panel))
            best = candidate if best is None or candidate < best else best
    return None if best is None else best[2]
