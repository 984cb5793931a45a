# accept: CRC-32 written out with its table of 256 numbers, in pure Python (slow-ish)
def crc_table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = (byte >> 1) ^ 0xEDB88320 if byte & 1 else byte >> 1
        table.append(byte)
    return table


TABLE = crc_table()


def crc32(data):
    state = 0xFFFFFFFF
    for byte in data:
        state = TABLE[(state ^ byte) & 0xFF] ^ (state >> 8)
    return state ^ 0xFFFFFFFF


def hash_buckets(values, n_buckets):
    result = np.zeros(len(values), dtype=np.int64)
    for row, text in enumerate(values):
        if isinstance(text, str):
            result[row] = crc32(text.encode()) % n_buckets
    return result
