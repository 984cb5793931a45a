# reject: spaces trimmed
# loses: pseudonyms_hidden
# message: texts are taken as they are
def pseudonyms(ids, key):
    texts = [None if pd.isna(guest) else str(guest).strip().encode("utf-8") for guest in ids]
    digests = [None if text is None else hmac.new(key, text, hashlib.sha256).hexdigest() for text in texts]
    return pd.Series(digests, index=ids.index, dtype="str")
