# accept: a contingency table for each pair
def pairwise_kappa(votes, min_common=20):
    if votes.groupby(["photo_id", "annotator"]).size().gt(1).any():
        raise ValueError("voted twice")
    wide = votes.reset_index(drop=True).pivot(index="photo_id", columns="annotator", values="label")
    names = sorted(wide.columns)
    result = pd.DataFrame(index=names, columns=names, dtype=float)
    for one in names:
        for other in names:
            both = wide[one].notna() & wide[other].notna()
            n = int(both.sum())
            if n < min_common:
                continue
            first, second = wide.loc[both, one].tolist(), wide.loc[both, other].tolist()
            table = pd.crosstab(np.array(first, dtype=object), np.array(second, dtype=object))
            labels = table.index.union(table.columns)
            table = table.reindex(index=labels, columns=labels, fill_value=0).to_numpy() / n
            agree, chance = np.trace(table), table.sum(axis=0) @ table.sum(axis=1)
            result.loc[one, other] = (agree - chance) / (1 - chance) if chance < 1 - 1e-12 else np.nan
    return result
