# accept: np.unique with counts, lexsort and searchsorted; int16 codes
def ordinal_encode(train, values, min_support):
    known = train[train.notna()].to_numpy(dtype="object")
    categories, counts = np.unique(known, return_counts=True)
    order = np.lexsort((np.arange(len(categories)), -counts))
    rank = np.empty(len(categories), dtype=np.int16)
    rank[order] = np.arange(1, len(categories) + 1)
    rank[counts < min_support] = 0
    result = np.zeros(len(values), dtype=np.int16)
    for position, value in enumerate(values.to_numpy(dtype="object")):
        if pd.isna(value) or not len(categories):
            continue
        place = np.searchsorted(categories, value)
        if place < len(categories) and categories[place] == value:
            result[position] = rank[place]
    return result
