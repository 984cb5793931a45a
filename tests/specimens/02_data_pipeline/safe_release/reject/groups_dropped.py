# reject: the share of groups that go, instead of rows
# loses: safe_release_hidden
# message: safe_release
def safe_release(table, person, levels, k, max_dropped=0.05):
    able = []
    for option in product(*(range(len(columns)) for columns in levels.values())):
        chosen = [columns[level] for columns, level in zip(levels.values(), option)]
        kept = table.groupby(chosen, dropna=False)[person].transform("nunique") >= k
        dropped = table.loc[~kept.to_numpy(), chosen].drop_duplicates().shape[0]
        if dropped <= max_dropped * table[chosen].drop_duplicates().shape[0]:
            able.append((sum(option), dropped, option, chosen, kept))
    if not able:
        return None
    *_, chosen, kept = min(able, key=lambda choice: choice[:3])
    return chosen, table.loc[kept, chosen]
