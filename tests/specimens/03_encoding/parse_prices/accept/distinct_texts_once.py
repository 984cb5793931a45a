# accept: parses each distinct text once, maps the column through the dict, and warns about the blanks
import re
import warnings


def parse_prices(raw):
    meaning = {}
    for text in raw.dropna().unique():
        clean = text.strip(" \t")
        if clean == "" or clean == "N/A":
            meaning[text] = np.nan
            continue
        if not re.match(r"^[\$€£]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$", clean):
            raise ValueError(f"Not a price: >{text}<")
        meaning[text] = float(re.sub(r"[^0-9.]", "", clean))
    prices = raw.map(meaning).astype("float64")
    if prices.isna().any():
        warnings.warn(f"{prices.isna().mean():.0%} of the prices are unknown")
    return prices
