# reject: the first bad row ends it
# loses: quarantine_check quarantine_hidden
# message: one bad row is no reason to lose the batch
def quarantine(rows, rules, max_bad=0.2):
    for column, rule in rules.items():
        if column not in rows.columns:
            raise ValueError(column)
        if "max" in rule and (rows[column] > rule["max"]).any():
            raise ValueError(f"{column}: max")
        if "values" in rule and not rows[column].isin(rule["values"]).all():
            raise ValueError(f"{column}: values")
    return rows, rows[:0].assign(reasons=[])
