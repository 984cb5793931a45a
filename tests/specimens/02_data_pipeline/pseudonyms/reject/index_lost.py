# reject: a new index
# loses: pseudonyms_check pseudonyms_hidden
# message: the index of ids
def pseudonyms(ids, key):
    texts = [None if pd.isna(guest) else str(guest).encode("utf-8") for guest in ids]
    digests = [None if text is None else hmac.new(key, text, hashlib.sha256).hexdigest() for text in texts]
    return pd.Series(digests,  dtype="str")
