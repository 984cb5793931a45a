# reject: missing values are recognised by their text, which throws out places called "nan" or "None"
# loses: build_vocabulary_check build_vocabulary_hidden
# message: every text is a category exactly as it is, and nothing else is one; got
def build_vocabulary(train):
    texts = {str(value) for value in train} - {"nan", "None", "NaN", "<NA>"}
    return {None: 0} | {category: number for number, category in enumerate(sorted(texts), start=1)}
