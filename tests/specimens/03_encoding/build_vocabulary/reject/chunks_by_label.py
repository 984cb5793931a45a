# reject: reads the column in chunks of labels instead of positions, and misses rows when they are shuffled
# loses: build_vocabulary_hidden
# message: the same rows in another order must give the same numbers
def build_vocabulary(train):
    categories = set()
    for start in range(0, len(train), 50):
        stop = min(start + 50, len(train)) - 1
        categories.update(train.loc[start:stop].dropna())
    return {None: 0} | {category: number for number, category in enumerate(sorted(categories), start=1)}
