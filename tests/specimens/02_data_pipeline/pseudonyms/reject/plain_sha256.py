# reject: a hash without the key
# loses: pseudonyms_check pseudonyms_hidden
# message: anybody can hash all 70,000 guest ids
def pseudonyms(ids, key):
    texts = [None if pd.isna(guest) else str(guest).encode("utf-8") for guest in ids]
    digests = [None if text is None else hashlib.sha256(text).hexdigest() for text in texts]
    return pd.Series(digests, index=ids.index, dtype="str")
