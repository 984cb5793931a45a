# reject: the unknown gets the last number instead of 0
# loses: build_vocabulary_check build_vocabulary_hidden
# message: the key None (unknown) has the number 0
def build_vocabulary(train):
    categories = sorted(train.dropna().unique())
    vocabulary = {category: number for number, category in enumerate(categories, 1)}
    vocabulary[None] = len(vocabulary) + 1
    return vocabulary
