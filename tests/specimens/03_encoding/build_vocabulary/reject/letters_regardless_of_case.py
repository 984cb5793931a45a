# reject: alphabetical as in a phone book, upper and lower case mixed
# loses: build_vocabulary_check build_vocabulary_hidden
# message: number the categories in the order that sorted() gives them; got
def build_vocabulary(train):
    categories = sorted(train.dropna().unique(), key=str.casefold)
    return {None: 0} | {category: number for number, category in enumerate(categories, start=1)}
