# accept: a class with a cache for one number of buckets, np.fromiter, and a warning about blanks
import warnings
from functools import lru_cache


class Bucketing:
    def __init__(self, n_buckets):
        self.n_buckets = n_buckets
        self.bucket = lru_cache(maxsize=None)(self._bucket)

    def _bucket(self, text):
        return divmod(zlib.crc32(text.encode("utf-8")), self.n_buckets)[1]

    def __call__(self, values):
        blank = values.isna().to_numpy()
        if blank.any():
            warnings.warn(f"{blank.sum()} missing values go to bucket {self.bucket('')}")
        texts = ("" if missing else text for text, missing in zip(values, blank))
        return np.fromiter(map(self.bucket, texts), dtype=np.intp, count=len(values))


def hash_buckets(values, n_buckets):
    return Bucketing(n_buckets)(values)
