# reject: any stable digest will do
# loses: hash_buckets_check hash_buckets_hidden
# message: use zlib.crc32
import hashlib


def hash_buckets(values, n_buckets):
    texts = values.fillna("")
    return np.array([int(hashlib.md5(text.encode()).hexdigest(), 16) % n_buckets for text in texts], dtype=int)
