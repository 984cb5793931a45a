# reject: float() decides what a number is, and it knows "nan", "inf", "1e3"
# loses: parse_prices_check parse_prices_hidden
# message: is not a price; raise a ValueError instead of guessing
import re


def parse_prices(raw):
    def one(text):
        if pd.isna(text) or text.strip() in ("", "N/A"):
            return np.nan
        amount = text.strip()
        amount = amount[1:] if amount[0] in "$€£" else amount
        if "," in amount and not re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", amount):
            raise ValueError(f"badly grouped: {text}")
        try:
            price = float(amount.replace(",", ""))
        except ValueError:
            raise ValueError(f"not a price: {text}") from None
        if price < 0:
            raise ValueError(f"negative price: {text}")
        return price

    return pd.Series([one(text) for text in raw], index=raw.index, dtype="float64")
