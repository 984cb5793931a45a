# reject: encodes with the code page of the place instead of UTF-8
# loses: hash_buckets_check hash_buckets_hidden
# message: encode the text as UTF-8
def hash_buckets(values, n_buckets):
    texts = values.fillna("")
    return np.array([zlib.crc32(text.encode("cp1254", "replace")) % n_buckets for text in texts], dtype=int)
