# reject: a missing value gets -1
# loses: hash_buckets_check hash_buckets_hidden
# message: a missing value is hashed like the empty text, which lands in bucket 0, not -1
def hash_buckets(values, n_buckets):
    return np.array([-1 if pd.isna(text) else zlib.crc32(text.encode()) % n_buckets for text in values], dtype=int)
