# reject: numbers in the order in which the rows arrive
# loses: build_vocabulary_check build_vocabulary_hidden
# message: number the categories from 1 in alphabetical order
def build_vocabulary(train):
    vocabulary = {None: 0}
    for value in train.dropna():
        vocabulary.setdefault(value, len(vocabulary))
    return vocabulary
