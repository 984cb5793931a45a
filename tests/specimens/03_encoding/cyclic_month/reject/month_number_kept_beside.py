# reject: the plain month left in as a third feature
# loses: cyclic_month_check
# message: the columns month_sin and month_cos
def cyclic_month(dates):
    month = dates.dt.month.fillna(0)
    angle = 2 * np.pi * (dates.dt.month - 1) / 12
    return pd.DataFrame({"month": month, "month_sin": np.sin(angle), "month_cos": np.cos(angle)}).fillna(0.0)
