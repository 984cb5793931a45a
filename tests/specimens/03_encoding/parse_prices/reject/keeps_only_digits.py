# reject: every character that is not a digit, a point or a minus is removed before reading
# loses: parse_prices_check parse_prices_hidden
# message: is not a price; raise a ValueError instead of guessing
def parse_prices(raw):
    text = raw.astype("str").str.strip()
    unknown = raw.isna() | text.isin(["", "N/A"])
    prices = text.mask(unknown).str.replace(r"[^\d.]", "", regex=True).astype("float64")
    return prices
