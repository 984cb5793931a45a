# accept: dictionaries and Counter
from collections import Counter


def pairwise_kappa(votes, min_common=20):
    given = {}
    for photo, annotator, label in zip(votes["photo_id"], votes["annotator"], votes["label"]):
        mine = given.setdefault(annotator, {})
        if photo in mine:
            raise ValueError(f"{annotator} voted twice")
        mine[photo] = label
    names = sorted(given)

    def kappa(one, other):
        common = given[one].keys() & given[other].keys()
        n = len(common)
        if n < min_common:
            return float("nan")
        agreement = sum(given[one][photo] == given[other][photo] for photo in common)
        first, second = (Counter(given[name][photo] for photo in common) for name in (one, other))
        chance = sum(first[label] * second[label] for label in first)
        if chance == n * n:
            return float("nan")
        return (agreement * n - chance) / (n * n - chance)

    values = [[kappa(one, other) for other in names] for one in names]
    return pd.DataFrame(values, index=names, columns=names, dtype=float)
