# accept: all subsets as rows of a 0/1 matrix; a Series of ids
def rank_feed(items, k, max_exposure):
    ranked = items.dropna(subset=["misinformation"]).sort_values(["engagement", "misinformation"], ascending=[False, True])
    n = len(ranked)
    masks = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    exposure = masks @ ranked["misinformation"].to_numpy(dtype=float)
    minutes = masks @ ranked["engagement"].to_numpy(dtype=float)
    fits = (masks.sum(axis=1) <= k) & (exposure <= max_exposure + 1e-9)
    best = np.where(fits, minutes, -1.0).argmax()
    return ranked["item"][masks[best] == 1]
