# reject: falsy values are taken for missing, so the empty text is no category
# loses: build_vocabulary_hidden
# message: every distinct text is a category of its own
def build_vocabulary(train):
    categories = sorted({value for value in train if value and not pd.isna(value)})
    return {None: 0} | {category: number for number, category in enumerate(categories, start=1)}
