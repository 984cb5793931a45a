# reject: equally frequent categories get the same rank
# loses: ordinal_encode_check ordinal_encode_hidden
# message: equally frequent categories still have codes of their own
def ordinal_encode(train, values, min_support):
    counts = train.value_counts()
    ranks = counts[counts >= min_support].rank(method="dense", ascending=False)
    return values.map(ranks).fillna(0).astype(int).to_numpy()
