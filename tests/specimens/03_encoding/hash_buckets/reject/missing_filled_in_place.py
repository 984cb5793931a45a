# reject: fills the missing values in the caller's own Series
# loses: hash_buckets_hidden
# message: leave the Series you were given as it was
def hash_buckets(values, n_buckets):
    values[values.isna()] = ""
    return np.array([zlib.crc32(text.encode("utf-8")) % n_buckets for text in values], dtype=int)
