# reject: map skips missing values and so makes floats; filling them does not make integers again
# loses: hash_buckets_check
# message: buckets are integers
def hash_buckets(values, n_buckets):
    buckets = values.map(lambda text: zlib.crc32(text.encode("utf-8")) % n_buckets, na_action="ignore")
    return buckets.astype("float64").fillna(0.0).to_numpy()
