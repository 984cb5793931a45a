# accept: plain Python, one row after the other
def quarantine(rows, rules, max_bad=0.2):
    for column in rules:
        if column not in list(rows.columns):
            raise ValueError("missing column: " + column)
    seen = {column: set() for column in rules}
    found = []
    for place in range(len(rows)):
        broken = []
        for column, rule in rules.items():
            value = rows[column].iloc[place]
            if pd.isna(value):
                if rule.get("required"):
                    broken.append(f"{column}: required")
                continue
            if "min" in rule and value < rule["min"]:
                broken.append(f"{column}: min")
            if "max" in rule and value > rule["max"]:
                broken.append(f"{column}: max")
            if "values" in rule and value not in rule["values"]:
                broken.append(f"{column}: values")
            if rule.get("unique"):
                if value in seen[column]:
                    broken.append(f"{column}: unique")
                seen[column].add(value)
        found.append(broken)
    good = [place for place, broken in enumerate(found) if not broken]
    bad = [place for place, broken in enumerate(found) if broken]
    if rows.shape[0] and len(bad) / len(rows) > max_bad:
        raise ValueError("too many bad rows")
    aside = rows.iloc[bad].copy()
    aside["reasons"] = [found[place] for place in bad]
    return rows.iloc[good], aside
