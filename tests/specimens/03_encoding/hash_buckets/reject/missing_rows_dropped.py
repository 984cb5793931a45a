# reject: rows without a value are left out
# loses: hash_buckets_check hash_buckets_hidden
# message: one bucket for each of values, 6 here; got
def hash_buckets(values, n_buckets):
    return np.array([zlib.crc32(text.encode()) % n_buckets for text in values.dropna()], dtype=int)
