# reject: str() of a missing value is hashed, so it lands in the bucket of "None" or "nan"
# loses: hash_buckets_check hash_buckets_hidden
# message: a missing value is hashed like the empty text
def hash_buckets(values, n_buckets):
    return np.array([zlib.crc32(str(text).encode()) % n_buckets for text in values], dtype=int)
