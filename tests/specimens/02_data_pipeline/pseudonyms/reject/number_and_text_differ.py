# reject: numbers are hashed as eight bytes, texts as text
# loses: pseudonyms_check pseudonyms_hidden
# message: the pseudonym of 7
def pseudonyms(ids, key):
    texts = [None if pd.isna(guest) else guest.encode("utf-8") if isinstance(guest, str) else int(guest).to_bytes(8, "big") for guest in ids]
    digests = [None if text is None else hmac.new(key, text, hashlib.sha256).hexdigest() for text in texts]
    return pd.Series(digests, index=ids.index, dtype="str")
