# reject: the prices come back numbered from 0, no longer belonging to their rows
# loses: parse_prices_check parse_prices_hidden
# message: keep the index of raw
import re


def parse_prices(raw):
    prices = []
    for text in raw:
        text = "" if pd.isna(text) else text.strip()
        if text in ("", "N/A"):
            prices.append(np.nan)
        elif re.fullmatch(r"[$€£]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", text):
            prices.append(float(re.sub("[$€£,]", "", text)))
        else:
            raise ValueError(f"not a price: {text}")
    return pd.Series(prices, dtype="float64")
