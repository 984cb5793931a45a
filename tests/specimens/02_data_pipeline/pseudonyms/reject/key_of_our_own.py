# reject: a key in the code instead of the one that is given
# loses: pseudonyms_check pseudonyms_hidden
# message: under another key the pseudonym is another
def pseudonyms(ids, key):
    texts = [None if pd.isna(guest) else str(guest).encode("utf-8") for guest in ids]
    digests = [None if text is None else hmac.new(b"perch demo", text, hashlib.sha256).hexdigest() for text in texts]
    return pd.Series(digests, index=ids.index, dtype="str")
