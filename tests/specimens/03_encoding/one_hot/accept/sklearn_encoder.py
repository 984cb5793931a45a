# accept: scikit-learn's OneHotEncoder with given categories; unknown values replaced first
def one_hot(values, vocabulary):
    if not len(values):
        return sp.csr_array((0, len(vocabulary)))
    names = sorted((key for key in vocabulary if key is not None), key=vocabulary.get)
    codes = {name: str(position + 1) for position, name in enumerate(names)}
    texts = np.array([codes.get(value, "0") if pd.notna(value) else "0" for value in values], dtype=object)
    encoder = OneHotEncoder(
        categories=[np.array([str(position) for position in range(len(vocabulary))], dtype=object)]
    )
    return encoder.fit_transform(texts.reshape(-1, 1))
