# accept: hashes every distinct text once and repeats the result; unsigned integers; prints a count
def hash_buckets(values, n_buckets):
    codes, texts = pd.factorize(values.astype("object"))
    sums = np.array([zlib.crc32(bytes(text, "utf-8")) for text in texts] + [zlib.crc32(b"")], dtype=np.uint32)
    print(len(texts), "distinct texts")
    return (sums % np.uint32(n_buckets))[codes]
