# reject: only the first 16 characters are hashed
# loses: hash_buckets_hidden
# message: a long text is in the wrong bucket; hash all of it
def hash_buckets(values, n_buckets):
    texts = ["" if pd.isna(value) else value for value in values]
    return np.array([zlib.crc32(text[:16].encode("utf-8")) % n_buckets for text in texts], dtype=np.int64)
