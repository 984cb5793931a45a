# reject: numbers become floats where one is missing, and 7 becomes 7.0
# loses: pseudonyms_hidden
# message: must not change them
def pseudonyms(ids, key):
    if isinstance(ids.dtype, pd.Int64Dtype):
        ids = ids.astype("float64")
    texts = [None if pd.isna(guest) else str(guest).removesuffix(".0" if ids.notna().all() else "").encode() for guest in ids]
    digests = [None if text is None else hmac.new(key, text, hashlib.sha256).hexdigest() for text in texts]
    return pd.Series(digests, index=ids.index, dtype="str")
