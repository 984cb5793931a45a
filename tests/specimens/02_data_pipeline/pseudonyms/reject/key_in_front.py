# reject: the hash of key and id joined
# loses: pseudonyms_check pseudonyms_hidden
# message: the hash of key and id joined is not HMAC
def pseudonyms(ids, key):
    texts = [None if pd.isna(guest) else str(guest).encode("utf-8") for guest in ids]
    digests = [None if text is None else hashlib.sha256(key + text).hexdigest() for text in texts]
    return pd.Series(digests, index=ids.index, dtype="str")
