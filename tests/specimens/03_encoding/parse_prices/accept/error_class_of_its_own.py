# accept: a class with a small state, and a ValueError subclass that carries the row
class NotAPrice(ValueError):
    def __init__(self, row, text):
        super().__init__(f"row {row}: {text!r} is neither a price nor a known blank")
        self.row, self.text = row, text


class PriceParser:
    signs = frozenset("$€£")
    blanks = frozenset(["", "N/A"])

    def groups_are_sound(self, whole):
        first, *rest = whole.split(",")
        sizes = len(first) <= 3 if rest else True
        digits = all(part.isascii() and part.isdigit() for part in [first, *rest])
        return sizes and digits and all(len(part) == 3 for part in rest)

    def __call__(self, row, text):
        if text is None or (isinstance(text, float) and np.isnan(text)) or text is pd.NA:
            return np.nan
        body = text.strip()
        if body in self.blanks:
            return np.nan
        if body[0] in self.signs:
            body = body[1:]
        whole, point, cents = body.partition(".")
        if not self.groups_are_sound(whole) or (point and not (cents.isascii() and cents.isdigit())):
            raise NotAPrice(row, text)
        return float(body.replace(",", ""))


def parse_prices(raw):
    parser = PriceParser()
    return pd.Series(
        (parser(row, text) for row, text in zip(raw.index, raw)), index=raw.index, dtype=np.float64
    )
