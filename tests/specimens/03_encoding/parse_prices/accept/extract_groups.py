# accept: pandas' str.extract with named groups; prints a summary of the column
def parse_prices(raw):
    text = raw.astype("object").where(raw.notna(), "").astype("str").str.strip()
    text = text.replace("N/A", "")
    parts = text.str.extract(r"^(?P<sign>[$€£]?)(?P<amount>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)$")
    wrong = (text != "").to_numpy() & parts["amount"].isna().to_numpy()
    if wrong.any():
        raise ValueError("cannot read: " + ", ".join(text[wrong].unique()))
    prices = parts["amount"].str.replace(",", "").astype("float64")
    print(f"{prices.notna().sum()} prices, {prices.isna().sum()} unknown")
    return prices.rename("price")
