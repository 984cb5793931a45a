# reject: the dictionary the other way round, from number to category
# loses: build_vocabulary_check build_vocabulary_hidden
# message: the key None (unknown) has the number 0
def build_vocabulary(train):
    return dict(enumerate([None, *sorted(train.dropna().unique())]))
