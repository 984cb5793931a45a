# accept: whole units and cents are read apart and added, so the last bit may differ from float(text)
import re


def parse_prices(raw):
    result = np.full(len(raw), np.nan)
    for position, text in enumerate(raw.to_numpy(dtype="object")):
        if pd.isna(text) or text.strip() in {"", "N/A"}:
            continue
        match = re.fullmatch(r"[$€£]?(?P<whole>\d+|\d{1,3}(?:,\d{3})*)(?:\.(?P<cents>\d\d?))?", text.strip())
        if not match:
            raise ValueError(f"position {position}: {text!r}")
        whole = int(match["whole"].replace(",", ""))
        cents = int((match["cents"] or "0").ljust(2, "0"))
        result[position] = whole + cents * 0.01
    return pd.Series(result, raw.index)
