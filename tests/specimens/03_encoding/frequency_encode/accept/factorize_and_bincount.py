# accept: one factorize over both columns, counts of train alone, missing values in a bin of their own
def frequency_encode(train, values):
    codes, _ = pd.factorize(pd.concat([train.astype("object"), values.astype("object")], ignore_index=True))
    codes = codes + 1  # factorize gives -1 to missing values
    counts = np.bincount(codes[: len(train)], minlength=codes.max() + 1)
    return pd.Series(counts[codes[len(train) :]] / len(train), index=values.index)
