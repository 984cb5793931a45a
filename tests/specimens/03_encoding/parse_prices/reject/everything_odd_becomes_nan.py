# reject: whatever does not parse is treated as missing
# loses: parse_prices_check parse_prices_hidden
# message: raise a ValueError instead of guessing
def parse_prices(raw):
    text = raw.astype("str").str.strip().str.replace(r"[$€£,]", "", regex=True)
    prices = pd.to_numeric(text, errors="coerce").astype("float64")
    return prices.where(prices >= 0)
