# reject: encoded as Latin-1
# loses: pseudonyms_check pseudonyms_hidden
# message: encode texts as UTF-8
def pseudonyms(ids, key):
    texts = [None if pd.isna(guest) else str(guest).encode("latin-1", "replace") for guest in ids]
    digests = [None if text is None else hmac.new(key, text, hashlib.sha256).hexdigest() for text in texts]
    return pd.Series(digests, index=ids.index, dtype="str")
