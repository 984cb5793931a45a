# reject: only None is expected to be missing in a column of dtype object; NaN becomes the text "nan"
# loses: hash_buckets_hidden
# message: None, NaN and the empty text share the bucket
def hash_buckets(values, n_buckets):
    if values.dtype == object:
        texts = ["" if text is None else str(text) for text in values]
    else:
        texts = values.fillna("")
    return np.array([zlib.crc32(text.encode("utf-8")) % n_buckets for text in texts], dtype=int)
