# reject: point and cents are optional one by one, so "85." is read as a price
# loses: parse_prices_hidden
# message: a text that is not a price was accepted
def parse_prices(raw):
    text = raw.astype("object").where(raw.notna(), "").astype("str").str.strip().replace("N/A", "")
    good = text.str.fullmatch(r"([$€£]?\d+(,\d{3})*\.?\d*)?").to_numpy(dtype=bool)
    grouped = text.str.fullmatch(r"[^,]*|[$€£]?\d{1,3}(,\d{3})+\.?\d*").to_numpy(dtype=bool)
    if not (good & grouped).all():
        raise ValueError(f"not a price: {text[~(good & grouped)].iloc[0]}")
    return pd.to_numeric(text.str.replace(r"[$€£,]", "", regex=True)).astype("float64")
