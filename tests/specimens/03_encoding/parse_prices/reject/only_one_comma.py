# reject: only the first comma is removed or allowed, so prices of a million are refused or misread
# loses: parse_prices_hidden
# message: try several commas
import re


def parse_prices(raw):
    prices = []
    for text in raw:
        text = "" if pd.isna(text) else text.strip()
        if text in ("", "N/A"):
            prices.append(np.nan)
            continue
        match = re.match(r"[$€£]?(\d{1,3}),(\d{3})(\.\d+)?|[$€£]?(\d+)(\.\d+)?$", text)
        if match is None:
            raise ValueError(f"not a price: {text}")
        thousands, units, cents, plain, plain_cents = match.groups()
        prices.append(float((thousands or "") + (units or plain) + (cents or plain_cents or "")))
    return pd.Series(prices, index=raw.index, dtype="float64")
