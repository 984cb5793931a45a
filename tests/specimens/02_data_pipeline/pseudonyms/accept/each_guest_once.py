# accept: a copy of one keyed HMAC, and each distinct guest once
def pseudonyms(ids, key):
    start = hmac.new(key, digestmod="sha256")
    known = {}
    for value in ids:
        if pd.isna(value) or str(value) in known:
            continue
        one = start.copy()
        one.update(bytes(str(value), "utf-8"))
        known[str(value)] = one.hexdigest()
    result = [pd.NA if pd.isna(value) else known[str(value)] for value in ids]
    return pd.Series(result, index=ids.index, dtype="string")
