# accept: compares every value with all training rows in one NumPy table; single precision
def frequency_encode(train, values):
    rows = np.where(train.isna(), None, train.to_numpy(dtype="object"))
    asked = np.where(values.isna(), None, values.to_numpy(dtype="object"))
    hits = np.equal(rows[None, :], asked[:, None])
    return pd.Series(hits.astype(bool).mean(axis=1).astype("float32"), index=values.index)
