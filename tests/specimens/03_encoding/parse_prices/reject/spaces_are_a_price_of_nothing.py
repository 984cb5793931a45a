# reject: looks for blanks before the spaces are stripped; what is then left of a blank of spaces is read as 0
# loses: parse_prices_check parse_prices_hidden
# message: 'N/A', '', None and '   ' are unknown prices: NaN, not 0 and not an error
import re


def parse_prices(raw):
    def one(text):
        if pd.isna(text) or text in ("", "N/A"):
            return np.nan
        amount = text.strip()
        if amount and not re.fullmatch(r"[$€£]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", amount):
            raise ValueError(f"not a price: {text}")
        return float(re.sub("[$€£,]", "", amount) or 0)

    return pd.Series([one(text) for text in raw], index=raw.index, dtype="float64")
