# reject: joins the column, encodes it once and splits it again; an empty column splits into one empty text
# loses: hash_buckets_hidden
# message: no values, no buckets
def hash_buckets(values, n_buckets):
    column = "\n".join(values.fillna("")).encode("utf-8")
    return np.array([zlib.crc32(text) % n_buckets for text in column.split(b"\n")], dtype=int)
