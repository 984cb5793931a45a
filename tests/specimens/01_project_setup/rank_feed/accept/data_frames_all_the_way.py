# accept: the slow way: each set of rows is a DataFrame with sums of its own
import itertools


def rank_feed(items, k, max_exposure):
    table = items.reset_index(drop=True)
    table = table[~table["misinformation"].isna()]
    best = table.iloc[:0]
    for size in range(1, min(k, len(table)) + 1):
        for positions in itertools.combinations(range(len(table)), size):
            feed = table.iloc[list(positions)]
            if feed["misinformation"].sum() > max_exposure and not np.isclose(feed["misinformation"].sum(), max_exposure, rtol=0, atol=1e-9):
                continue
            if feed["engagement"].sum() > best["engagement"].sum():
                best = feed
    best = best.sort_values("misinformation").sort_values("engagement", ascending=False, kind="stable")
    return list(best["item"])
