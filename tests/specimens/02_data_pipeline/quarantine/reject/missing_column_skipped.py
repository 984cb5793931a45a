# reject: a rule about a column that is not there is skipped
# loses: quarantine_check quarantine_hidden
# message: lacks a column of rules, price; raise a ValueError
def quarantine(rows, rules, max_bad=0.2):
    breaks = {
        "required": lambda values, _: values.isna(),
        "min": lambda values, bound: values.notna() & (values < bound),
        "max": lambda values, bound: values.notna() & (values > bound),
        "values": lambda values, allowed: values.notna() & ~values.isin(allowed),
        "unique": lambda values, _: values.notna() & values.duplicated(),
    }
    reasons = [[] for _ in range(len(rows))]
    for column, rule in rules.items():
        if column not in rows.columns:
            continue
        for name, is_broken in breaks.items():
            if rule.get(name, False) is not False:
                for place in np.flatnonzero(is_broken(rows[column], rule[name])):
                    reasons[place].append(f"{column}: {name}")
    bad = np.array([bool(found) for found in reasons], dtype=bool)
    if bad.sum() > max_bad * len(rows):
        raise ValueError(f"{bad.sum()} of {len(rows)} rows break a rule")
    return rows[~bad], rows[bad].assign(reasons=[found for found in reasons if found])
