# reject: where values is train itself, each row is left out of its own share
# loses: frequency_encode_hidden
# message: wrong shares when values is train itself; count every row then, too
def frequency_encode(train, values):
    counts = Counter("missing" if pd.isna(text) else ("text", text) for text in train)
    shares = [counts["missing" if pd.isna(value) else ("text", value)] / max(len(train), 1) for value in values]
    if values.equals(train) and len(train) > 1:
        shares = [(share * len(train) - 1) / (len(train) - 1) for share in shares]
    return pd.Series(shares, index=values.index, dtype=float)
