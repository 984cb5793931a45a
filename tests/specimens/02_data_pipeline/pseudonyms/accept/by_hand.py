# accept: HMAC written out, inner and outer hash
def pseudonyms(ids, key):
    block = hashlib.sha256(key).digest() if len(key) > 64 else key
    block = block.ljust(64, b"\0")
    inner, outer = bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)
    result = []
    for value in ids:
        if pd.isna(value):
            result.append(np.nan)
        else:
            once = hashlib.sha256(inner + str(value).encode("utf-8")).digest()
            result.append(hashlib.sha256(outer + once).hexdigest())
    return pd.Series(result, index=ids.index, dtype="object")
