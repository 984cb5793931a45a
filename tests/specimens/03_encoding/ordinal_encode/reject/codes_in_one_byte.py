# reject: codes of eight bits wrap where there are many categories
# loses: ordinal_encode_hidden
# message: 700 categories have 700 codes; integers of 8 bits are too small for them
def ordinal_encode(train, values, min_support):
    counts = Counter(text for text in train if not pd.isna(text))
    kept = [text for text, rows in counts.items() if rows >= min_support]
    kept.sort(key=lambda text: (-counts[text], text))
    codes = {text: rank for rank, text in enumerate(kept, 1)}
    return np.array([0 if pd.isna(value) else codes.get(value, 0) for value in values], dtype=np.int64).astype(np.uint8)
