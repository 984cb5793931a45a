# reject: an empty column gets an empty dict, without the entry for the unknown
# loses: build_vocabulary_hidden
# message: an empty column gives {None: 0}
def build_vocabulary(train):
    if train.empty:
        return {}
    categories = sorted(train.dropna().unique())
    return {None: 0} | {category: number for number, category in enumerate(categories, start=1)}
