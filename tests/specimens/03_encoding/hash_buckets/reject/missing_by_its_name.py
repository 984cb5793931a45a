# reject: "nan" and "None" are taken for missing values
# loses: hash_buckets_check hash_buckets_hidden
# message: 'nan' is a text with a bucket of its own, not a missing value
def hash_buckets(values, n_buckets):
    texts = ["" if str(text) in ("nan", "None", "<NA>") else str(text) for text in values]
    return np.array([zlib.crc32(text.encode()) % n_buckets for text in texts], dtype=int)
