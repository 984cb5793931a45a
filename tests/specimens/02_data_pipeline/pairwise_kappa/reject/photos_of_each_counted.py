# reject: min_common counts the votes of each
# loses: pairwise_kappa_check pairwise_kappa_hidden
# message: share three photos, and min_common is 4
def pairwise_kappa(votes, min_common=20):
    table = votes.pivot(index="photo_id", columns="annotator", values="label")
    names = sorted(table.columns)
    result = pd.DataFrame(np.nan, index=names, columns=names)
    for a in names:
        for b in names:
            both = pd.DataFrame({"a": table[a], "b": table[b]}).dropna()
            if min(table[a].count(), table[b].count()) < min_common or not len(both):
                continue
            agreement = (both["a"] == both["b"]).mean()
            p, q = both["a"].value_counts(normalize=True), both["b"].value_counts(normalize=True)
            chance = sum(p[label] * q.get(label, 0) for label in p.index)
            if chance < 1:
                result.loc[a, b] = (agreement - chance) / (1 - chance)
    return result
