# reject: keeps buckets in int16 to save memory; beyond 32,767 they wrap around
# loses: hash_buckets_hidden
# message: some texts land in the wrong bucket
def hash_buckets(values, n_buckets):
    sums = np.array([zlib.crc32(text.encode()) for text in values.fillna("")], dtype=np.int64)
    return (sums % n_buckets).astype("int16")
