# reject: missing values are recognised by their text, which throws out places called "nan" or "None"
# loses: build_vocabulary_hidden
# message: every distinct text is a category of its own
def build_vocabulary(train):
    texts = {str(value) for value in train} - {"nan", "None", "NaN", "<NA>"}
    return {None: 0} | {category: number for number, category in enumerate(sorted(texts), start=1)}
