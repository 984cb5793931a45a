# accept: NumPy masks on the known places only; error class of its own
class BrokenFeed(ValueError):
    pass


def quarantine(rows, rules, max_bad=0.2):
    reasons = np.empty(len(rows), dtype=object)
    reasons[:] = [[] for _ in range(len(rows))]

    def note(places, text):
        for place in places:
            reasons[place].append(text)

    for column, rule in rules.items():
        if column not in rows:
            raise BrokenFeed(column)
        blank = pd.isna(rows[column]).to_numpy()
        places = np.flatnonzero(~blank)
        values = rows[column].iloc[places]
        if rule.get("required"):
            note(np.flatnonzero(blank), column + ": required")
        if "min" in rule:
            note(places[np.asarray(values < rule["min"], dtype=bool)], column + ": min")
        if "max" in rule:
            note(places[np.asarray(values > rule["max"], dtype=bool)], column + ": max")
        if "values" in rule:
            note(places[~values.isin(rule["values"]).to_numpy()], column + ": values")
        if rule.get("unique"):
            note(places[values.duplicated().to_numpy()], column + ": unique")
    is_bad = np.array([len(found) > 0 for found in reasons], dtype=bool)
    if int(is_bad.sum()) > max_bad * len(rows) + 1e-9:
        raise BrokenFeed("too many bad rows")
    return rows.loc[~is_bad], rows.loc[is_bad].assign(reasons=list(reasons[is_bad]))
