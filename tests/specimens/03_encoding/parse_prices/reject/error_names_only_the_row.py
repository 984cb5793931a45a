# reject: the error says which row is wrong, but not what it holds
# loses: parse_prices_check parse_prices_hidden
# message: say in the error which text is wrong
def parse_prices(raw):
    text = raw.astype("str").str.strip()
    unknown = raw.isna() | text.isin(["", "N/A"])
    bad = ~unknown & ~text.str.fullmatch(r"[$€£]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
    if bad.any():
        raise ValueError(f"row {raw.index[bad.to_numpy()][0]} is not a price")
    return text.mask(unknown).str.replace(r"[$€£,]", "", regex=True).astype("float64")
