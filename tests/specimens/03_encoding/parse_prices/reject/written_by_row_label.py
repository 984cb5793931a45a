# reject: writes each price to its row label, and so to all rows with that label
# loses: parse_prices_hidden
# message: rows that share an index label are still rows of their own
import re


def parse_prices(raw):
    prices = pd.Series(np.nan, index=raw.index, dtype="float64")
    for label, text in raw.items():
        text = "" if pd.isna(text) else text.strip()
        if text in ("", "N/A"):
            continue
        if not re.fullmatch(r"[$€£]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", text):
            raise ValueError(f"not a price: {text}")
        prices.loc[label] = float(re.sub("[$€£,]", "", text))
    return prices
