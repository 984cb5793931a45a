# reject: crowds counted for each column alone
# loses: safe_release_check safe_release_hidden
# message: by area and day everybody stands alone
def safe_release(table, person, levels, k, max_dropped=0.05):
    able = []
    for option in product(*(range(len(columns)) for columns in levels.values())):
        chosen = [columns[level] for columns, level in zip(levels.values(), option)]

        kept = pd.Series(True, index=table.index)
        for column in chosen:
            kept &= table.groupby(column, dropna=False)[person].transform("nunique").to_numpy() >= min(k, 1)
        dropped = len(table) - kept.sum()
        if dropped <= max_dropped * len(table):
            able.append((sum(option), dropped, option, chosen, kept))
    if not able:
        return None
    *_, chosen, kept = min(able, key=lambda choice: choice[:3])
    return chosen, table.loc[kept, chosen]
