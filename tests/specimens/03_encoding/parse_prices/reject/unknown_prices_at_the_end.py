# reject: reads the known prices and appends the unknown ones after them
# loses: parse_prices_check parse_prices_hidden
# message: keep the index of raw, so that the prices still belong to their rows
def parse_prices(raw):
    text = raw.astype("str").str.strip()
    unknown = raw.isna() | text.isin(["", "N/A"])
    known = text[~unknown]
    bad = ~known.str.fullmatch(r"[$€£]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?").astype(bool)
    if bad.any():
        raise ValueError(f"not a price: {known[bad].iloc[0]}")
    prices = known.str.replace(r"[$€£,]", "", regex=True).astype("float64")
    return pd.concat([prices, pd.Series(np.nan, index=raw.index[unknown])])
