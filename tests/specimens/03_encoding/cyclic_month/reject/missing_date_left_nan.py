# reject: NaN in, NaN out
# loses: cyclic_month_check cyclic_month_hidden
# message: a missing date is at (0, 0)
def cyclic_month(dates):
    angle = 2 * np.pi * (dates.dt.month - 1) / 12
    return pd.DataFrame({"month_sin": np.sin(angle), "month_cos": np.cos(angle)})
