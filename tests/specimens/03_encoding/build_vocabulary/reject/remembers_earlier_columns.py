# reject: a set as default argument collects the categories of every column it has seen
# loses: build_vocabulary_hidden
# message: not alphabetical from 1, or misses categories
def build_vocabulary(train, seen=set()):
    seen.update(train.dropna())
    return {None: 0} | {category: number for number, category in enumerate(sorted(seen), start=1)}
