# accept: group medians joined by merge, blanks in by made a key that nobody has
def fill_within(train, rows, column, by, min_rows=5):
    known = train[train[column].notna()].copy()
    known["target"] = known[column].astype("float64")
    table = known.dropna(subset=by).groupby(by, as_index=False).agg(middle=("target", "median"), n=("target", "size"))
    table = table[table["n"] >= min_rows]
    keys = rows[by].reset_index(drop=True).merge(table, on=by, how="left")["middle"]
    fill = keys.fillna(known["target"].median()).to_numpy(dtype=float)
    value = rows[column].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    blank = np.isnan(value)
    value = value.copy()
    value[blank] = fill[blank]
    return pd.DataFrame({"value": value, "was_missing": blank}, index=rows.index)
