# reject: shares rounded to three places
# loses: frequency_encode_hidden
# message: not rounded
def frequency_encode(train, values):
    counts = Counter("missing" if pd.isna(text) else ("text", text) for text in train)
    shares = [counts["missing" if pd.isna(value) else ("text", value)] / max(len(train), 1) for value in values]
    return pd.Series(shares, index=values.index, dtype=float).round(3)
