# accept: a plain list of Python ints, with binascii instead of zlib
import binascii


def hash_buckets(values, n_buckets):
    return [binascii.crc32(str.encode("" if pd.isna(text) else text, "utf-8")) % n_buckets for text in values]
