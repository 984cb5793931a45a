# reject: the month number as it is, so January is already one step round
# loses: cyclic_month_check cyclic_month_hidden
# message: months count from 1
def cyclic_month(dates):
    angle = 2 * np.pi * dates.dt.month / 12
    return pd.DataFrame({"month_sin": np.sin(angle), "month_cos": np.cos(angle)}).fillna(0.0)
