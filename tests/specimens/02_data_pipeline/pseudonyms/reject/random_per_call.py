# reject: a random salt in every call
# loses: pseudonyms_check pseudonyms_hidden
# message: the same guest must get the same pseudonym in both tables
def pseudonyms(ids, key):
    key = key + os.urandom(8)
    texts = [None if pd.isna(guest) else str(guest).encode("utf-8") for guest in ids]
    digests = [None if text is None else hmac.new(key, text, hashlib.sha256).hexdigest() for text in texts]
    return pd.Series(digests, index=ids.index, dtype="str")
