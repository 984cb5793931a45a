# accept: running checksum byte by byte, and the nullable dtype Int64 as the result
def hash_buckets(values, n_buckets):
    def bucket(text):
        state = 0
        for byte in text.encode("utf-8"):
            state = zlib.crc32(bytes([byte]), state)
        return state % n_buckets

    return pd.array([0 if pd.isna(text) else bucket(text) for text in values], dtype="Int64")
