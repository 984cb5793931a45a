# reject: the texts "nan" and "None" are taken for missing values
# loses: ordinal_encode_hidden
# message: the texts 'nan' and 'None' are categories like any other
def ordinal_encode(train, values, min_support):
    counts = Counter(text for text in train if not pd.isna(text) and text not in ("nan", "None"))
    kept = [text for text, rows in counts.items() if rows >= min_support]
    kept.sort(key=lambda text: (-counts[text], text))
    codes = {text: rank for rank, text in enumerate(kept, 1)}
    return np.array([0 if pd.isna(value) else codes.get(value, 0) for value in values], dtype=np.int64)
