# reject: collects the prices in a dict by row label, so rows that share a label overwrite each other
# loses: parse_prices_hidden
# message: an index may repeat
import re


def parse_prices(raw):
    prices = {}
    for label, text in raw.items():
        text = "" if pd.isna(text) else text.strip()
        if text in ("", "N/A"):
            prices[label] = np.nan
        elif re.fullmatch(r"[$€£]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", text):
            prices[label] = float(re.sub("[$€£,]", "", text))
        else:
            raise ValueError(f"not a price: {text}")
    return pd.Series(prices, dtype="float64")
