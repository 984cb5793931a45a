# accept: persons counted once per group, joined back by merge
def safe_release(table, person, levels, k, max_dropped=0.05):
    options = list(product(*[list(enumerate(columns)) for columns in levels.values()]))
    numbers = {option: tuple(level for level, _ in option) for option in options}
    best = None
    for option in sorted(options, key=lambda one: (sum(numbers[one]), numbers[one])):
        columns = [column for _, column in option]
        code = table.groupby(columns, dropna=False, sort=False).ngroup().to_numpy()
        pairs = pd.DataFrame({"code": code, "who": table[person].to_numpy()}).drop_duplicates()
        crowd = pairs["code"].value_counts()
        keep = crowd.reindex(code).to_numpy() >= k
        dropped = int((~keep).sum())
        if dropped > max_dropped * len(table):
            continue
        rank = (sum(numbers[option]), dropped)
        if best is None or rank < best[0]:
            best = rank, columns, keep
    return best and (best[1], table.loc[best[2], best[1]])
