# reject: an unknown price is filled with 0
# loses: parse_prices_check parse_prices_hidden
# message: unknown prices: NaN, not 0
import re


def parse_prices(raw):
    def one(text):
        text = "" if pd.isna(text) else text.strip()
        if text in ("", "N/A"):
            return 0.0
        if not re.fullmatch(r"[$€£]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", text):
            raise ValueError(text)
        return float(text.lstrip("$€£").replace(",", ""))

    return raw.astype("object").map(one).astype("float64")
