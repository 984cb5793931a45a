# reject: writes a default into the rules that it was given
# loses: quarantine_hidden
# message: leave the rules as they were
def quarantine(rows, rules, max_bad=0.2):
    for rule in rules.values():
        rule.setdefault("required", False)
    missing = [column for column in rules if column not in rows.columns]
    if missing:
        raise ValueError(f"no column {missing}")
    reasons = [[] for _ in range(len(rows))]
    for column, rule in rules.items():
        values = rows[column]
        blank = values.isna().to_numpy()
        broken = {}
        if rule.get("required", False):
            broken["required"] = blank
        if rule.get("min", False) is not False:
            broken["min"] = ~blank & (values < rule["min"]).fillna(False).to_numpy(dtype=bool)
        if rule.get("max", False) is not False:
            broken["max"] = ~blank & (values > rule["max"]).fillna(False).to_numpy(dtype=bool)
        if rule.get("values", False) is not False:
            broken["values"] = ~blank & ~values.isin(rule["values"]).to_numpy(dtype=bool)
        if rule.get("unique", False):
            broken["unique"] = ~blank & values.duplicated().to_numpy()
        for name, mask in broken.items():
            for i in np.flatnonzero(mask):
                reasons[i].append(f"{column}: {name}")
    is_bad = np.array([len(r) > 0 for r in reasons], dtype=bool)
    if len(rows) and is_bad.sum() / len(rows) > max_bad:
        raise ValueError(f"{is_bad.sum()} of {len(rows)} rows are bad")
    bad = rows[is_bad].copy()
    bad["reasons"] = [r for r in reasons if r]
    return rows[~is_bad].copy(), bad
