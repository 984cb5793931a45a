# reject: cleans the caller's Series in place
# loses: parse_prices_hidden
# message: leave the Series you were given as it was
import re


def parse_prices(raw):
    for position in range(len(raw)):
        text = raw.iloc[position]
        text = "" if pd.isna(text) else text.strip()
        if text not in ("", "N/A") and not re.fullmatch(r"[$€£]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", text):
            raise ValueError(f"not a price: {text}")
        raw.iloc[position] = re.sub(r"[$€£,]|^N/A$", "", text)
    return pd.to_numeric(raw).astype("float64")
