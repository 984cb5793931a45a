# reject: numbers by frequency
# loses: build_vocabulary_check build_vocabulary_hidden
# message: number the categories from 1 in alphabetical order
def build_vocabulary(train):
    categories = train.value_counts().index
    return {None: 0} | {category: number for number, category in enumerate(categories, 1)}
