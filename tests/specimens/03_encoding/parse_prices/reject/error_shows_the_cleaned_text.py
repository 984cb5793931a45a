# reject: the message quotes the text after signs and commas were removed
# loses: parse_prices_check parse_prices_hidden
# message: say in the error which text is wrong
import re


def parse_prices(raw):
    def one(text):
        if pd.isna(text) or text.strip() in ("", "N/A"):
            return np.nan
        amount = re.sub(r"^-?[$€£]|,(?=\d{3}(?!\d))", "", text.strip())
        if not re.fullmatch(r"\d+(\.\d+)?", amount) or "-" in text:
            raise ValueError(f"not a price: {amount}")
        return float(amount)

    return pd.Series([one(text) for text in raw], index=raw.index, dtype="float64")
