# reject: rows without a price are dropped
# loses: parse_prices_check parse_prices_hidden
# message: keep the index of raw
import re


def parse_prices(raw):
    known = raw.dropna().str.strip()
    known = known[~known.isin(["", "N/A"])]
    for text in known:
        if not re.fullmatch(r"[$€£]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", text):
            raise ValueError(f"not a price: {text}")
    return known.str.replace(r"[$€£,]", "", regex=True).astype("float64")
