# reject: texts in lower case
# loses: pseudonyms_check pseudonyms_hidden
# message: encode texts as UTF-8
def pseudonyms(ids, key):
    texts = [None if pd.isna(guest) else str(guest).lower().encode("utf-8") for guest in ids]
    digests = [None if text is None else hmac.new(key, text, hashlib.sha256).hexdigest() for text in texts]
    return pd.Series(digests, index=ids.index, dtype="str")
