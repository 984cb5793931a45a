# reject: accents composed first, so that two different texts become one guest
# loses: pseudonyms_hidden
# message: texts are taken as they are
import unicodedata


def pseudonyms(ids, key):
    def one(guest):
        text = unicodedata.normalize("NFC", str(guest))
        return hmac.new(key, text.encode("utf-8"), hashlib.sha256).hexdigest()

    return pd.Series([None if pd.isna(guest) else one(guest) for guest in ids], index=ids.index, dtype="str")
