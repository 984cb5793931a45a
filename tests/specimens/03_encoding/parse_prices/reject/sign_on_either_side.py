# reject: strips currency signs from both ends, so "60€", "$60$" and "€$60" are read as prices
# loses: parse_prices_hidden
# message: a text that is not a price was accepted
import re


def parse_prices(raw):
    def one(text):
        if pd.isna(text) or text.strip() in ("", "N/A"):
            return np.nan
        amount = text.strip().strip("$€£")
        if not re.fullmatch(r"(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", amount):
            raise ValueError(f"not a price: {text}")
        return float(amount.replace(",", ""))

    return pd.Series([one(text) for text in raw], index=raw.index, dtype="float64")
