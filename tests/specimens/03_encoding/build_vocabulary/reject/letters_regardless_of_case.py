# reject: alphabetical as in a phone book, upper and lower case mixed
# loses: build_vocabulary_hidden
# message: Python's own order
def build_vocabulary(train):
    categories = sorted(train.dropna().unique(), key=str.casefold)
    return {None: 0} | {category: number for number, category in enumerate(categories, start=1)}
