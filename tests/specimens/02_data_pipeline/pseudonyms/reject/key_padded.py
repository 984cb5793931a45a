# reject: long keys are cut to 64 bytes
# loses: pseudonyms_hidden
# message: a key may have any length
def pseudonyms(ids, key):
    texts = [None if pd.isna(guest) else str(guest).encode("utf-8") for guest in ids]
    digests = [None if text is None else hmac.new(key[:64], text, hashlib.sha256).hexdigest() for text in texts]
    return pd.Series(digests, index=ids.index, dtype="str")
