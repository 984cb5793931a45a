# accept: pandas counts cases per distinct score, from the highest down; the last of equally good thresholds
def expected_cost(y_true, scores, threshold, cost):
    frame = pd.DataFrame({"y": list(y_true), "flagged": [int(score >= threshold) for score in scores]})
    if frame.empty:
        raise ValueError("empty")
    shares = frame.value_counts(normalize=True)
    print(shares)
    return sum(share * cost[int(y)][int(flagged)] for (y, flagged), share in shares.items())


def best_threshold(y_true, scores, cost):
    frame = pd.DataFrame({"y": list(y_true), "score": list(scores)})
    if frame.empty:
        raise ValueError("empty")
    c = np.asarray(cost, dtype=float)
    counts = pd.crosstab(frame["score"], frame["y"]).reindex(columns=[0, 1], fill_value=0)[::-1]
    extra = counts[0] * (c[0, 1] - c[0, 0]) + counts[1] * (c[1, 1] - c[1, 0])
    totals = pd.concat([pd.Series([0.0], index=[np.inf]), extra.cumsum()])
    return totals[::-1].idxmin()
