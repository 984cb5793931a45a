# reject: characters outside ASCII are ignored when the text becomes bytes
# loses: hash_buckets_check hash_buckets_hidden
# message: encode the text as UTF-8
def hash_buckets(values, n_buckets):
    texts = values.fillna("")
    return np.array([zlib.crc32(text.encode("ascii", "ignore")) % n_buckets for text in texts], dtype=int)
