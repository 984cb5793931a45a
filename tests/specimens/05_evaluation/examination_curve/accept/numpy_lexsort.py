# accept: NumPy: lexsort and bincount
def examination_curve(impressions):
    random = impressions["shuffled"].to_numpy(bool)
    place = impressions["position"].to_numpy()[random]
    clicked = impressions["clicked"].to_numpy(float)[random]
    if not clicked[place == 1].any():
        raise ValueError("unknown")
    seen = np.bincount(place)
    positions = np.flatnonzero(seen)
    rate = np.bincount(place, clicked)[positions] / seen[positions]
    return pd.Series(rate / rate[0], index=positions)


def clicks_if_reordered(impressions, scores, curve):
    search, names = pd.factorize(impressions["search_id"].to_numpy())
    order = np.lexsort((impressions["listing_id"], -np.asarray(scores, dtype=float), search))
    starts = np.cumsum(np.bincount(search)) - np.bincount(search)
    new = np.empty(len(order), dtype=int)
    new[order] = np.arange(len(order)) - starts[search[order]] + 1
    look = curve.reindex(range(1, int(max(new.max(), impressions["position"].max())) + 1)).to_numpy()
    old = impressions["position"].to_numpy()
    return (look[new - 1] / look[old - 1] * impressions["clicked"].to_numpy()).sum() / len(names)
