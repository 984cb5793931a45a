# reject: missing values become the category "nan"
# loses: build_vocabulary_check build_vocabulary_hidden
# message: a missing value is not a category
def build_vocabulary(train):
    categories = sorted({str(value) for value in train})
    return {None: 0} | {category: number for number, category in enumerate(categories, start=1)}
