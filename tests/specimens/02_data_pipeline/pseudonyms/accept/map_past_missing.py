# accept: Series.map that passes over missing ids
def pseudonyms(ids, key):
    return ids.map(lambda i: hmac.new(key, str(i).encode(), hashlib.sha256).hexdigest(), na_action="ignore")
