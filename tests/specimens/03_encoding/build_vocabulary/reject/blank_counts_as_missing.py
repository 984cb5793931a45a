# reject: falsy values are taken for missing, so the empty text is no category
# loses: build_vocabulary_check build_vocabulary_hidden
# message: every text is a category exactly as it is, and nothing else is one; got
def build_vocabulary(train):
    categories = sorted({value for value in train if value and not pd.isna(value)})
    return {None: 0} | {category: number for number, category in enumerate(categories, start=1)}
