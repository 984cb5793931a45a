# accept: plain Python, numbers in and numbers out; -inf and inf for everybody and nobody
def expected_cost(y_true, scores, threshold, cost):
    paid = [cost[int(y)][int(s >= threshold)] for y, s in zip(y_true, scores)]
    if len(paid) == 0:
        raise ValueError("expected_cost needs at least one case")
    return sum(paid) / len(paid)


def best_threshold(y_true, scores, cost):
    best = None
    for threshold in [float("inf"), float("-inf")] + sorted(set(scores)):
        price = expected_cost(y_true, scores, threshold, cost)
        if best is None or price < best[0]:
            best = price, threshold
    return best[1]
