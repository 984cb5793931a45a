# accept: a table of flags, one column per rule, read off row by row; returns a list
def quarantine(rows, rules, max_bad=0.2):
    missing = set(rules) - set(rows.columns)
    if missing:
        raise ValueError(f"columns {sorted(missing)} are missing")
    flags = pd.DataFrame(index=range(len(rows)))
    for column, rule in rules.items():
        values = rows[column].reset_index(drop=True)
        known = values.notna()
        if rule.get("required", False):
            flags[f"{column}: required"] = ~known
        if rule.get("min") is not None:
            flags[f"{column}: min"] = values[known].astype("object").lt(rule["min"]).reindex(values.index, fill_value=False)
        if rule.get("max") is not None:
            flags[f"{column}: max"] = values[known].astype("object").gt(rule["max"]).reindex(values.index, fill_value=False)
        if rule.get("values") is not None:
            flags[f"{column}: values"] = known & ~values.isin(list(rule["values"]))
        if rule.get("unique", False):
            flags[f"{column}: unique"] = known & values.duplicated(keep="first")
    flags = flags.astype(bool)
    bad = flags.any(axis=1).to_numpy(dtype=bool)
    if len(rows) and bad.mean() > max_bad:
        raise ValueError(f"{bad.mean():.0%} of the batch is bad")
    reasons = [[name for name in flags.columns if flag[name]] for flag in flags[bad].to_dict("records")]
    aside = rows[bad].copy()
    aside["reasons"] = pd.Series(reasons, index=aside.index, dtype="object")
    return [rows[~bad], aside]
