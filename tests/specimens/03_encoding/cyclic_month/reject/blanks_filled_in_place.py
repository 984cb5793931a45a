# reject: the caller's missing dates overwritten to get rid of them
# loses: cyclic_month_hidden
# message: leave the Series you were given as it was
def cyclic_month(dates):
    missing = dates.isna().to_numpy()
    dates[missing] = pd.Timestamp("2000-01-01")
    angle = 2 * np.pi * (dates.dt.month - 1) / 12
    circle = pd.DataFrame({"month_sin": np.sin(angle), "month_cos": np.cos(angle)})
    circle.loc[missing] = 0.0
    return circle
