# reject: one number on the circle is enough
# loses: cyclic_month_check cyclic_month_hidden
# message: the columns month_sin and month_cos
def cyclic_month(dates):
    angle = 2 * np.pi * (dates.dt.month - 1) / 12
    return pd.DataFrame({"month_sin": np.sin(angle)}).fillna(0.0)
