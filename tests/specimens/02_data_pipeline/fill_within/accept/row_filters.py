# accept: a filter of train for every blank row (slow, right)
def fill_within(train, rows, column, by, min_rows=5):
    numbers = train[column].astype(float)
    value = rows[column].astype(float).to_numpy().copy()
    blank = np.isnan(value)
    for place in np.flatnonzero(blank):
        alike = np.ones(len(train), dtype=bool)
        for name in by:
            wanted = rows[name].iloc[place]
            if pd.isna(wanted):
                alike[:] = False
            else:
                alike &= (train[name] == wanted).fillna(False).to_numpy(dtype=bool)
        members = numbers[alike].dropna()
        value[place] = members.median() if len(members) >= min_rows else numbers.median()
    result = pd.DataFrame(index=rows.index)
    result["value"] = value
    result["was_missing"] = blank
    return result
