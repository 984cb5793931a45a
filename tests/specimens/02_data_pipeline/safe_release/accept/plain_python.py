# accept: dictionaries of sets; blanks by a mark of their own; returns tuples
def safe_release(table, person, levels, k, max_dropped=0.05):
    people = table[person].tolist()
    best = None
    for option in product(*(range(len(columns)) for columns in levels.values())):
        columns = tuple(columns[level] for columns, level in zip(levels.values(), option))
        cells = [[("blank",) if pd.isna(value) else value for value in table[column]] for column in columns]
        keys = list(zip(*cells))
        crowds = {}
        for key, who in zip(keys, people):
            crowds.setdefault(key, set()).add(who)
        places = [place for place, key in enumerate(keys) if len(crowds[key]) >= k]
        dropped = len(keys) - len(places)
        if len(keys) and dropped / len(keys) > max_dropped:
            continue
        rank = (sum(option), dropped, option)
        if best is None or rank < best[0]:
            best = (rank, columns, places)
    if best is None:
        return None
    return best[1], table.iloc[best[2]][list(best[1])]
