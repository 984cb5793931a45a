# reject: turns pandas' nullable Float64 into float64 only where there is a pd.NA to get rid of
# loses: parse_prices_hidden
# message: prices are float64
def parse_prices(raw):
    text = raw.astype("string").str.strip()
    text = text.mask(text.isin(["", "N/A"]))
    bad = text.notna() & ~text.str.fullmatch(r"[$€£]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?").fillna(False)
    if bad.any():
        raise ValueError(f"not a price: {text[bad].iloc[0]}")
    prices = text.str.replace(r"[$€£,]", "", regex=True).astype("Float64")
    if prices.isna().any():
        prices = prices.astype("float64")
    return prices
