# reject: `required: False` counts
# loses: quarantine_check quarantine_hidden
# message: and False asks for nothing
def quarantine(rows, rules, max_bad=0.2):
    reasons = [[] for _ in range(len(rows))]
    for column, rule in rules.items():
        if column not in rows.columns:
            raise ValueError(f"missing column {column}")
        v = rows[column]
        blank = v.isna()
        masks = {}
        if "required" in rule:
            masks["required"] = blank
        if rule.get("min", False) is not False:
            masks["min"] = v < rule["min"]
        if rule.get("max", False) is not False:
            masks["max"] = v > rule["max"]
        if rule.get("values", False) is not False:
            masks["values"] = ~blank & ~v.isin(rule["values"])
        if rule.get("unique", False) is not False:
            masks["unique"] = ~blank & v.duplicated()
        for name, mask in masks.items():
            for i, hit in enumerate(mask.fillna(False)):
                if hit:
                    reasons[i].append(f"{column}: {name}")
    is_bad = np.array([len(r) > 0 for r in reasons], dtype=bool)
    if len(rows) and is_bad.sum() / len(rows) > max_bad:
        raise ValueError("too many bad rows")
    bad = rows[is_bad].copy()
    bad["reasons"] = [r for r in reasons if r]
    return rows[~is_bad], bad
