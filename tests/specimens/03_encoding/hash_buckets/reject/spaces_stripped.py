# reject: spaces around the text are removed first
# loses: hash_buckets_check hash_buckets_hidden
# message: the spaces of ' Quay ' belong to the text
def hash_buckets(values, n_buckets):
    texts = values.fillna("").str.strip()
    return np.array([zlib.crc32(text.encode()) % n_buckets for text in texts], dtype=int)
