# reject: pandas' nullable Float64 with pd.NA, which is another dtype than float64
# loses: parse_prices_check parse_prices_hidden
# message: prices are float64
import re


def parse_prices(raw):
    prices = []
    for text in raw:
        text = "" if pd.isna(text) else text.strip()
        if text in ("", "N/A"):
            prices.append(pd.NA)
        elif re.fullmatch(r"[$€£]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", text):
            prices.append(float(re.sub("[$€£,]", "", text)))
        else:
            raise ValueError(f"not a price: {text}")
    return pd.Series(prices, index=raw.index, dtype="Float64")
