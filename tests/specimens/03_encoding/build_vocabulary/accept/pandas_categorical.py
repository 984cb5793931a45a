# accept: the categories of a pandas Categorical; None is added last; prints the size
def build_vocabulary(train):
    categories = pd.Categorical(train.astype("object")).categories
    vocabulary = dict(zip(categories, range(1, len(categories) + 1)))
    vocabulary[None] = 0
    print(len(vocabulary), "entries")
    return vocabulary
