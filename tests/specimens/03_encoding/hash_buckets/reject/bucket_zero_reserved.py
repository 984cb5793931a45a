# reject: bucket 0 is kept for missing values and the rest share the others
# loses: hash_buckets_check hash_buckets_hidden
# message: 'Old Town' is in the wrong bucket
def hash_buckets(values, n_buckets):
    others = max(n_buckets - 1, 1)
    return np.array([0 if pd.isna(text) else 1 + zlib.crc32(text.encode()) % others for text in values], dtype=int)
