# reject: only the categories, without an entry for the unknown
# loses: build_vocabulary_check build_vocabulary_hidden
# message: the key None (unknown) has the number 0
def build_vocabulary(train):
    return {category: number for number, category in enumerate(sorted(train.dropna().unique()), start=1)}
