# accept: decimal.Decimal inside, and all offending texts are listed in the message
from decimal import Decimal
import re


def parse_prices(raw):
    good, bad = [], []
    for text in raw.tolist():
        stripped = "" if pd.isna(text) else text.strip()
        if stripped in ("", "N/A"):
            good.append(Decimal("NaN"))
        elif re.fullmatch(r"[$€£]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]{1,2})?", stripped):
            good.append(Decimal(stripped.lstrip("$€£").replace(",", "")))
        else:
            bad.append(text)
    if bad:
        raise ValueError(f"{len(bad)} texts are not prices: " + "; ".join(bad))
    return pd.Series(good, index=raw.index, dtype="object").astype(float)
