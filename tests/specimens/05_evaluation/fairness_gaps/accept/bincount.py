# accept: NumPy: counts by group and by kind
def fairness_gaps(y, chosen, group, min_cases=20):
    y, chosen = np.asarray(y, dtype=bool), np.asarray(chosen, dtype=float)
    code, names = pd.factorize(np.asarray(group, dtype=object))
    known = code >= 0

    def rates(mask):
        mask = mask & known
        n = np.bincount(code[mask], minlength=len(names))
        hits = np.bincount(code[mask], chosen[mask], minlength=len(names))
        enough = n >= min_cases
        return hits[enough] / n[enough]

    everyone, good, other = rates(np.ones(len(y), bool)), rates(y), rates(~y)
    ratio = everyone.min() / everyone.max() if len(everyone) > 1 and everyone.max() > 0 else np.nan
    gap = lambda values: np.ptp(values) if len(values) > 1 else np.nan
    return dict(selection_ratio=ratio, tpr_gap=gap(good), fpr_gap=gap(other))
