# accept: missing dates filled with the widest range; returns a list
def scan_plan(files, columns, start, end, cities=None):
    sizes = sum((files["bytes_" + column] for column in columns), start=pd.Series(0, index=files.index))
    first = files["min_date"].fillna(pd.Timestamp("1700-01-01"))
    last = files["max_date"].fillna(pd.Timestamp("2250-01-01"))
    wanted = ((first < end) & (last >= start) & (files["rows"] > 0)).to_numpy().copy()
    if not start < end:
        wanted[:] = False
    if cities is not None:
        wanted &= (files["city"].isin(cities) | files["city"].isna()).to_numpy()
    return [np.sort(files["path"].to_numpy(dtype=object)[wanted]).tolist(), sizes.to_numpy()[wanted].sum()]
