# reject: four seasons are enough, every month of a quarter at one angle
# loses: cyclic_month_hidden
# message: wrong on fresh dates
def cyclic_month(dates):
    angle = 2 * np.pi * (dates.dt.quarter - 1) / 4
    return pd.DataFrame({"month_sin": np.sin(angle), "month_cos": np.cos(angle)}).fillna(0.0)
