# reject: a set as default argument collects the categories of every column it has seen
# loses: build_vocabulary_check build_vocabulary_hidden
# message: every text is a category exactly as it is, and nothing else is one; got
def build_vocabulary(train, seen=set()):
    seen.update(train.dropna())
    return {None: 0} | {category: number for number, category in enumerate(sorted(seen), start=1)}
