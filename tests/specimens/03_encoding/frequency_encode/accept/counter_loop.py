# accept: plain Python with a Counter whose missing values are None
from collections import Counter


def frequency_encode(train, values):
    def key(value):
        return value if isinstance(value, str) else None

    counts = Counter(key(value) for value in train)
    return pd.Series([counts[key(value)] / len(train) for value in values], index=values.index, dtype="float64")
