# reject: bad rows are thrown away
# loses: quarantine_check quarantine_hidden
# message: every row is in one of the two
def quarantine(rows, rules, max_bad=0.2):
    bad = np.zeros(len(rows), dtype=bool)
    for column, rule in rules.items():
        values = rows[column]
        if "min" in rule:
            bad |= (values < rule["min"]).to_numpy(dtype=bool)
        if "max" in rule:
            bad |= (values > rule["max"]).to_numpy(dtype=bool)
        if "values" in rule:
            bad |= ~values.isin(rule["values"]).to_numpy()
    return rows[~bad], rows[:0].assign(reasons=[])
