# reject: fewer than max_dropped may go
# loses: safe_release_check safe_release_hidden
# message: dropping up to max_dropped is allowed
def safe_release(table, person, levels, k, max_dropped=0.05):
    able = []
    for option in product(*(range(len(columns)) for columns in levels.values())):
        chosen = [columns[level] for columns, level in zip(levels.values(), option)]
        kept = table.groupby(chosen, dropna=False)[person].transform("nunique") >= k
        dropped = len(table) - kept.sum()
        if dropped < max_dropped * len(table):
            able.append((sum(option), dropped, option, chosen, kept))
    if not able:
        return None
    *_, chosen, kept = min(able, key=lambda choice: choice[:3])
    return chosen, table.loc[kept, chosen]
