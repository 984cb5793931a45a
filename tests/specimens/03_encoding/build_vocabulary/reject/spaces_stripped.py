# reject: strips the names, so that serving looks up texts that are not there
# loses: build_vocabulary_hidden
# message: every distinct text is a category of its own
def build_vocabulary(train):
    categories = sorted({value.strip() for value in train.dropna()})
    return {None: 0} | {category: number for number, category in enumerate(categories, start=1)}
