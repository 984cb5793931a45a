# reject: reads one currency after the other and joins the parts, so the rows come in the order of the signs
# loses: parse_prices_hidden
# message: a fresh export is read wrongly; look at its blanks and its prices above $1,000
def parse_prices(raw):
    text = raw.astype("str").str.strip()
    unknown = raw.isna() | text.isin(["", "N/A"])
    bad = ~unknown & ~text.str.fullmatch(r"[$€£]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
    if bad.any():
        raise ValueError(f"not a price: {text[bad].iloc[0]}")
    text = text.mask(unknown, "")
    parts = [text[text.str.startswith(sign)].str.removeprefix(sign) for sign in "$€£"]
    parts.append(text[~text.str.startswith(("$", "€", "£"))].replace("", np.nan))
    return pd.concat([part.str.replace(",", "").astype("float64") for part in parts])
