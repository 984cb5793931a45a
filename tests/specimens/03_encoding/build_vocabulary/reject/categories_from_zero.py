# reject: the first category shares the number 0 with the unknown
# loses: build_vocabulary_check build_vocabulary_hidden
# message: number the categories from 1
def build_vocabulary(train):
    return {None: 0} | {category: number for number, category in enumerate(sorted(train.dropna().unique()))}
