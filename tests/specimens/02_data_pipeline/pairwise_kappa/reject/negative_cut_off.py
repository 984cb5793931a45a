# reject: negative agreement is cut off at 0
# loses: pairwise_kappa_hidden
# message: a kappa below 0
def pairwise_kappa(votes, min_common=20):
    table = votes.pivot(index="photo_id", columns="annotator", values="label")
    names = sorted(table.columns)
    result = pd.DataFrame(np.nan, index=names, columns=names)
    for a in names:
        for b in names:
            both = pd.DataFrame({"a": table[a], "b": table[b]}).dropna()
            if len(both) < max(min_common, 1):
                continue
            agreement = (both["a"] == both["b"]).mean()
            p, q = both["a"].value_counts(normalize=True), both["b"].value_counts(normalize=True)
            chance = sum(p[label] * q.get(label, 0) for label in p.index)
            if chance < 1:
                result.loc[a, b] = max((agreement - chance) / (1 - chance), 0)
    return result
