# accept: collections.Counter and a plain list of Python ints
from collections import Counter


def ordinal_encode(train, values, min_support):
    counts = Counter(value for value in train if pd.notna(value))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    codes = {}
    for category, rows in ranked:
        if rows < min_support:
            break
        codes[category] = len(codes) + 1
    return [codes.get(value, 0) if pd.notna(value) else 0 for value in values]
