# reject: the built-in hash, which changes at every start
# loses: hash_buckets_check hash_buckets_hidden
# message: use zlib.crc32, since hash() changes
def hash_buckets(values, n_buckets):
    return np.array([hash("" if pd.isna(text) else text) % n_buckets for text in values], dtype=int)
