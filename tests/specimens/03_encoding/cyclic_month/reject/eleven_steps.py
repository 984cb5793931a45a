# reject: months 0 to 11 scaled by their maximum, so December falls on January
# loses: cyclic_month_check cyclic_month_hidden
# message: twelve steps make the circle
def cyclic_month(dates):
    angle = 2 * np.pi * (dates.dt.month - 1) / 11
    return pd.DataFrame({"month_sin": np.sin(angle), "month_cos": np.cos(angle)}).fillna(0.0)
