# reject: a missing id becomes the pseudonym of "nan"
# loses: pseudonyms_check pseudonyms_hidden
# message: an unknown guest is not a guest called nan
def pseudonyms(ids, key):
    texts = [str(guest).encode("utf-8") for guest in ids]
    digests = [None if text is None else hmac.new(key, text, hashlib.sha256).hexdigest() for text in texts]
    return pd.Series(digests, index=ids.index, dtype="str")
