# reject: leaves the dtype to pandas, which makes a Series of objects out of an empty list
# loses: parse_prices_hidden
# message: an empty column gives an empty float64 Series
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
    return pd.Series(prices, index=raw.index)
