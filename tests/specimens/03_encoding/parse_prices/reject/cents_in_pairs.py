# reject: one digit of cents is refused
# loses: parse_prices_check parse_prices_hidden
# message: not a price: '1234567.5'
import re


def parse_prices(raw):
    pattern = re.compile(r"[$€£]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]{2})?")
    prices = []
    for text in raw:
        if pd.isna(text) or text.strip() in ("", "N/A"):
            prices.append(np.nan)
        elif pattern.fullmatch(text.strip()):
            prices.append(float(text.strip().lstrip("$€£").replace(",", "")))
        else:
            raise ValueError(f"not a price: {text!r}")
    return pd.Series(prices, index=raw.index, dtype="float64")
