# reject: a Series as mapping, which looks like a dict
# loses: build_vocabulary_check build_vocabulary_hidden
# message: return a dict
def build_vocabulary(train):
    categories = [None, *sorted(train.dropna().unique())]
    return pd.Series(range(len(categories)), index=pd.Index(categories, dtype="object"))
