# reject: strips and lower-cases the names while reading them
# loses: build_vocabulary_check build_vocabulary_hidden
# message: number the categories from 1 in alphabetical order
def build_vocabulary(train):
    categories = sorted(train.dropna().str.strip().str.lower().unique())
    return {None: 0} | {category: number for number, category in enumerate(categories, start=1)}
