# reject: sorted by the bytes of UTF-16, as some other languages do
# loses: build_vocabulary_hidden
# message: number the categories in Python's own order of strings, as sorted() gives it
def build_vocabulary(train):
    categories = sorted({text for text in train if not pd.isna(text)}, key=lambda text: text.encode("utf-16-le"))
    vocabulary = {None: 0}
    for number, category in enumerate(categories, 1):
        vocabulary[category] = number
    return vocabulary
