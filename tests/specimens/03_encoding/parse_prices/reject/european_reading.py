# reject: "1.234,00" is understood as the European way to write 1,234
# loses: parse_prices_check
# message: '1.234,00' is not a price; raise a ValueError instead of guessing
import re


def parse_prices(raw):
    def one(text):
        text = "" if pd.isna(text) else text.strip()
        if text in ("", "N/A"):
            return np.nan
        amount = text[1:] if text[0] in "$€£" else text
        if re.fullmatch(r"\d{1,3}(\.\d{3})+,\d\d", amount):
            amount = amount.replace(".", "").replace(",", ".")
        elif not re.fullmatch(r"(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", amount):
            raise ValueError(f"not a price: {text}")
        return float(amount.replace(",", ""))

    return pd.Series([one(text) for text in raw], index=raw.index, dtype="float64")
