# reject: np.sin and np.cos take degrees
# loses: cyclic_month_check cyclic_month_hidden
# message: angles are in radians
def cyclic_month(dates):
    angle = 30 * (dates.dt.month - 1)
    return pd.DataFrame({"month_sin": np.sin(angle), "month_cos": np.cos(angle)}).fillna(0.0)
