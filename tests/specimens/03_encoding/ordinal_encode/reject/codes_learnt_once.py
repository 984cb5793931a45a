# reject: learns the codes at the first call and keeps them for other training rows
# loses: ordinal_encode_hidden
# message: wrong codes on fresh listings
learnt = {}


def ordinal_encode(train, values, min_support):
    if not learnt:
        counts = train.value_counts().sort_index().sort_values(ascending=False, kind="stable")
        for code, category in enumerate(counts.index[counts >= min_support], start=1):
            learnt[category] = code
    return np.array([learnt.get(value, 0) for value in values], dtype=int)
