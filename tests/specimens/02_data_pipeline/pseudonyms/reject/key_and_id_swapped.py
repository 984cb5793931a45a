# reject: the id is used as the key
# loses: pseudonyms_check pseudonyms_hidden
# message: under the key b'perch demo' the pseudonym of 7
def pseudonyms(ids, key):
    texts = [None if pd.isna(guest) else str(guest).encode("utf-8") for guest in ids]
    digests = [None if text is None else hmac.new(text, key, hashlib.sha256).hexdigest() for text in texts]
    return pd.Series(digests, index=ids.index, dtype="str")
