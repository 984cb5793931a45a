# reject: a cache by text gives old buckets when n_buckets changes
# loses: hash_buckets_hidden
# message: some texts land in the wrong bucket
known = {}


def hash_buckets(values, n_buckets):
    for text in values.dropna():
        if text not in known:
            known[text] = zlib.crc32(text.encode("utf-8")) % n_buckets
    return np.array([0 if pd.isna(text) else known[text] for text in values], dtype=int)
