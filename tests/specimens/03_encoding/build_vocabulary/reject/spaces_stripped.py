# reject: strips the names, so that serving looks up texts that are not there
# loses: build_vocabulary_check build_vocabulary_hidden
# message: every text is a category exactly as it is, and nothing else is one; got
def build_vocabulary(train):
    categories = sorted({value.strip() for value in train.dropna()})
    return {None: 0} | {category: number for number, category in enumerate(categories, start=1)}
