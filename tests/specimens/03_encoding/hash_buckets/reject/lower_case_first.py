# reject: the case is folded before hashing
# loses: hash_buckets_check hash_buckets_hidden
# message: hash the text as it is
def hash_buckets(values, n_buckets):
    texts = values.fillna("").str.lower()
    return np.array([zlib.crc32(text.encode("utf-8")) % n_buckets for text in texts], dtype=int)
