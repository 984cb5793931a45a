# reject: normalises Unicode, so that a text spelt with combining accents changes its bytes
# loses: hash_buckets_hidden
# message: exactly as given
import unicodedata


def hash_buckets(values, n_buckets):
    texts = [unicodedata.normalize("NFC", text) for text in values.fillna("")]
    return np.array([zlib.crc32(text.encode()) % n_buckets for text in texts], dtype=int)
