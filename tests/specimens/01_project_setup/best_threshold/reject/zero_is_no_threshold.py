# reject: takes a best threshold of 0 for none found: `best or inf`
# loses: best_threshold_check best_threshold_hidden
# message: while 9.2 is possible
def expected_cost(y_true, scores, threshold, cost):
    if len(y_true) == 0:
        raise ValueError("no cases")
    rows = list(zip(y_true, scores))
    return sum(cost[case][int(score >= threshold)] for case, score in rows) / len(rows)


def best_threshold(y_true, scores, cost):
    best, lowest = None, expected_cost(y_true, scores, float("inf"), cost)
    for score in sorted(scores):
        price = expected_cost(y_true, scores, score, cost)
        if price < lowest:
            best, lowest = score, price
    return best or float("inf")
