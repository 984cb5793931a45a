# reject: accents are normalised, so two texts become one category
# loses: build_vocabulary_hidden
# message: every distinct text is a category of its own ('Zoo' and 'zoo'
import unicodedata


def build_vocabulary(train):
    categories = sorted({unicodedata.normalize("NFC", text) for text in train if not pd.isna(text)})
    vocabulary = {None: 0}
    for number, category in enumerate(categories, 1):
        vocabulary[category] = number
    return vocabulary
