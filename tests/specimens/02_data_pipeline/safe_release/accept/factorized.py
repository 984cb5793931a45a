# accept: each option's groups as one code, crowds by np.unique
def safe_release(table, person, levels, k, max_dropped=0.05):
    def codes(column):
        return pd.factorize(table[column], use_na_sentinel=False)[0]

    coded = {column: codes(column) for columns in levels.values() for column in columns}
    who = codes(person)
    choices = []
    for option in product(*(range(len(columns)) for columns in levels.values())):
        columns = [levels[name][level] for name, level in zip(levels, option)]
        group = np.zeros(len(table), dtype=np.int64)
        for column in columns:
            group = np.unique(group * (len(table) + 1) + coded[column], return_inverse=True)[1]
        distinct = np.unique(np.column_stack([group, who]), axis=0)[:, 0]
        crowd = np.bincount(distinct.astype(int), minlength=len(table) + 1)
        keep = crowd[group] >= k
        choices.append((sum(option), int((~keep).sum()), option, columns, keep))
    choices = [choice for choice in choices if choice[1] <= max_dropped * len(table)]
    if not choices:
        return None
    choice = min(choices, key=lambda one: one[:3])
    return [choice[3], table.loc[choice[4], choice[3]].copy()]
