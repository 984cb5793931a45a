# reject: not between min and max; a blank is not either
# loses: quarantine_check quarantine_hidden
# message: a blank price is unknown, not too low
def quarantine(rows, rules, max_bad=0.2):
    reasons = [[] for _ in range(len(rows))]
    for column, rule in rules.items():
        if column not in rows.columns:
            raise ValueError(column)
        values = rows[column]
        tests = {
            "required": values.isna() if rule.get("required") else None,
            "min": ~(values >= rule["min"]).fillna(False) if "min" in rule else None,
            "max": ~(values <= rule["max"]).fillna(False) if "max" in rule else None,
            "values": ~values.isin(rule["values"]) & values.notna() if "values" in rule else None,
            "unique": values.duplicated() & values.notna() if rule.get("unique") else None,
        }
        for name, broken in tests.items():
            for place in [] if broken is None else np.flatnonzero(broken):
                reasons[place].append(f"{column}: {name}")
    bad = np.array([bool(found) for found in reasons], dtype=bool)
    if bad.sum() > max_bad * len(rows):
        raise ValueError("too many")
    return rows[~bad], rows[bad].assign(reasons=[found for found in reasons if found])
