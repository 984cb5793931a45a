# reject: the unknown is the text "None", not None
# loses: build_vocabulary_check build_vocabulary_hidden
# message: the key None (unknown) has the number 0
def build_vocabulary(train):
    vocabulary = {"None": 0}
    for category in sorted(train.dropna().unique()):
        vocabulary[category] = len(vocabulary)
    return vocabulary
