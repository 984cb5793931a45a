# accept: np.unique on an object array; the numbers are NumPy integers
def build_vocabulary(train):
    known = train[train.notna()].to_numpy(dtype="object")
    categories = np.unique(known)
    numbers = np.arange(1, len(categories) + 1, dtype=np.int32)
    return {None: np.int32(0), **dict(zip(categories.tolist(), numbers))}
