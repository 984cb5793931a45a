# accept: Series.map, and a Series of int64 with the index of values as the result
def hash_buckets(values, n_buckets):
    filled = values.astype("object").where(values.notna(), "")
    return filled.map(lambda text: zlib.crc32(text.encode("utf-8"))).astype("int64").mod(n_buckets)
