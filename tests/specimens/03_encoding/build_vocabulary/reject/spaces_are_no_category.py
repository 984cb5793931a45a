# reject: texts of spaces alone are left out
# loses: build_vocabulary_hidden
# message: every distinct text is a category of its own ('Zoo' and 'zoo'
def build_vocabulary(train):
    categories = sorted({text for text in train if not pd.isna(text) and (text == "" or text.strip())})
    vocabulary = {None: 0}
    for number, category in enumerate(categories, 1):
        vocabulary[category] = number
    return vocabulary
