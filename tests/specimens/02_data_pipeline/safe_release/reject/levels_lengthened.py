# reject: appends to the lists of levels
# loses: safe_release_hidden
# message: leave levels as they were
def safe_release(table, person, levels, k, max_dropped=0.05):
    for columns in levels.values():
        columns.append(columns[-1])
    best = None
    for places in product(*[range(len(columns)) for columns in levels.values()]):
        columns = [options[place] for options, place in zip(levels.values(), places)]
        crowd = table.groupby(columns, dropna=False)[person].transform("nunique")
        keep = (crowd >= k).to_numpy()
        dropped = (~keep).sum()
        if len(table) and dropped / len(table) > max_dropped:
            continue
        rank = (sum(places), dropped, places)
        if best is None or rank < best[0]:
            best = (rank, columns, keep)
    if best is None:
        return None
    return best[1], table.loc[best[2], best[1]]
