# accept: merge, then named conditions; missing labels set at the end
def listing_value_label(listings, bookings, log_start, cutoff, horizon=365, fee_rate=0.15):
    homes = listings[["listing_id", "listed_on"]].copy()
    homes["window_end"] = homes["listed_on"] + pd.to_timedelta(horizon, unit="D")
    visible = bookings.loc[bookings["created_at"] <= cutoff]
    rows = homes.merge(visible, on="listing_id", how="inner")
    rows = rows.query("listed_on <= check_in < window_end")
    rows = rows.assign(
        fee=np.where(rows["status"].eq("completed"), fee_rate * rows["price"], 0.0),
        open=rows["outcome_known_at"].isna() | (rows["outcome_known_at"] > cutoff),
    )
    by_home = rows.groupby("listing_id").agg(fee=("fee", "sum"), open=("open", "any"))
    homes = homes.merge(by_home, left_on="listing_id", right_index=True, how="left")
    value = homes["fee"].fillna(0.0).to_numpy()
    unknown = (
        (homes["listed_on"] < log_start)
        | (homes["window_end"] > cutoff)
        | homes["open"].astype("boolean").fillna(False)
    ).to_numpy(dtype=bool)
    return pd.Series(np.where(unknown, np.nan, value), index=homes["listing_id"], name="value")
