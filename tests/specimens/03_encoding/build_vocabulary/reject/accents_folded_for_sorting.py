# reject: sorts "Ähre" beside "A", as a dictionary of words would
# loses: build_vocabulary_hidden
# message: Python's own order
import unicodedata


def build_vocabulary(train):
    def plain(text):
        return unicodedata.normalize("NFKD", text).encode("ascii", "ignore")

    categories = sorted(train.dropna().unique(), key=plain)
    return {None: 0} | {category: number for number, category in enumerate(categories, start=1)}
