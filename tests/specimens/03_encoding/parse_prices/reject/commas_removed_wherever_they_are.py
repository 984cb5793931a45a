# reject: commas are deleted before anything is checked, so "12,34" becomes 1234
# loses: parse_prices_check parse_prices_hidden
# message: is not a price; raise a ValueError instead of guessing
def parse_prices(raw):
    text = raw.astype("str").str.strip()
    unknown = raw.isna() | text.isin(["", "N/A"])
    decimal_comma = text.str.contains(r"\..*,", regex=True).fillna(False).astype(bool)
    bare = text.str.replace(",", "")
    bad = ~unknown & (decimal_comma | ~bare.str.fullmatch(r"[$€£]?\d+(\.\d+)?").fillna(False).astype(bool))
    if bad.any():
        raise ValueError(f"not a price: {text[bad].iloc[0]}")
    return bare.mask(unknown).str.replace(r"[$€£]", "", regex=True).astype("float64")
