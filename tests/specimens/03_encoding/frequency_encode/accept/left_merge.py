# accept: a left merge with the table of shares, in pandas' nullable Float64
def frequency_encode(train, values):
    table = train.dropna().astype("object").value_counts().rename("rows").rename_axis("value").reset_index()
    asked = pd.DataFrame({"value": values.astype("object").to_numpy(), "order": range(len(values))})
    merged = asked.merge(table, on="value", how="left").sort_values("order")
    shares = (merged["rows"].astype("float64") / len(train)).fillna(0.0).to_numpy()
    shares = np.where(values.isna(), train.isna().mean(), shares)
    return pd.Series(shares, index=values.index, dtype="Float64")
