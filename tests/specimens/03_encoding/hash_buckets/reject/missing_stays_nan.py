# reject: a missing value stays NaN
# loses: hash_buckets_check hash_buckets_hidden
# message: a missing value is hashed like the empty text
def hash_buckets(values, n_buckets):
    return values.map(lambda text: zlib.crc32(text.encode()) % n_buckets, na_action="ignore").to_numpy()
