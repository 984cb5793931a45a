# accept: Series.map with na_action on texts; object dtype
def pseudonyms(ids, key):
    texts = ids.astype("object").map(str, na_action="ignore")
    return texts.map(lambda text: hmac.digest(key, text.encode(), "sha256").hex(), na_action="ignore")
