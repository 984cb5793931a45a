# reject: pandas' own hash, stable but known to no other language
# loses: hash_buckets_check hash_buckets_hidden
# message: use zlib.crc32
def hash_buckets(values, n_buckets):
    hashes = pd.util.hash_pandas_object(values.fillna(""), index=False).to_numpy()
    return (hashes % np.uint64(n_buckets)).astype(int)
