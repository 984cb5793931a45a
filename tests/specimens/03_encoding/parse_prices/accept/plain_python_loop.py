# accept: one text at a time with re.fullmatch, no pandas string methods
import re

PRICE = re.compile(r"(?:\$|€|£)?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?")


def parse_one(text):
    if text is None or text != text:
        return float("nan")
    text = text.strip()
    if text in ("", "N/A"):
        return float("nan")
    match = PRICE.fullmatch(text)
    if match is None:
        raise ValueError(f"not a price: {text}")
    whole, cents = match.groups()
    return float(whole.replace(",", "") + (cents or ""))


def parse_prices(raw):
    return pd.Series([parse_one(text) for text in raw], index=raw.index, dtype="float64", name=raw.name)
