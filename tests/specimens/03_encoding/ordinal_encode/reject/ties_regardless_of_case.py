# reject: equally frequent categories are ordered as in a phone book, upper and lower case mixed
# loses: ordinal_encode_hidden
# message: order equally frequent categories as sorted() does: 'Zoo' before 'apple'
def ordinal_encode(train, values, min_support):
    counts = Counter(text for text in train if not pd.isna(text))
    kept = [text for text, rows in counts.items() if rows >= min_support]
    kept.sort(key=lambda text: (-counts[text], text.casefold()))
    codes = {text: rank for rank, text in enumerate(kept, 1)}
    return np.array([0 if pd.isna(value) else codes.get(value, 0) for value in values], dtype=np.int64)
