# reject: guests called "nan" or "None" are taken for missing
# loses: pseudonyms_hidden
# message: a guest called 'nan' or 'None' is a guest
def pseudonyms(ids, key):
    texts = [None if str(guest) in ("nan", "None", "<NA>") else str(guest).encode("utf-8") for guest in ids]
    digests = [None if text is None else hmac.new(key, text, hashlib.sha256).hexdigest() for text in texts]
    return pd.Series(digests, index=ids.index, dtype="str")
