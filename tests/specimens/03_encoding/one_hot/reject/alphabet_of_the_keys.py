# reject: columns in alphabetical order of the keys, whatever numbers the vocabulary gives
# loses: one_hot_hidden
# message: numbers come from the vocabulary
def one_hot(values, vocabulary):
    names = sorted(key for key in vocabulary if key is not None)
    codes = pd.Categorical(values.astype("object"), categories=names).codes.astype(int) + 1
    return sp.csr_matrix((np.ones(len(codes)), (np.arange(len(codes)), codes)), shape=(len(codes), len(vocabulary)))
