# reject: min_common is 20 whatever is asked
# loses: pairwise_kappa_check pairwise_kappa_hidden
# message: share ten photos
def pairwise_kappa(votes, min_common=20):
    table = votes.pivot(index="photo_id", columns="annotator", values="label")
    names = sorted(table.columns)
    result = pd.DataFrame(np.nan, index=names, columns=names)
    for a in names:
        for b in names:
            both = pd.DataFrame({"a": table[a], "b": table[b]}).dropna()
            if len(both) < 20:
                continue
            agreement = (both["a"] == both["b"]).mean()
            p, q = both["a"].value_counts(normalize=True), both["b"].value_counts(normalize=True)
            chance = sum(p[label] * q.get(label, 0) for label in p.index)
            if chance < 1:
                result.loc[a, b] = (agreement - chance) / (1 - chance)
    return result
