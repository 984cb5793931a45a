# reject: the day of the year is finer than the month, so it must be better
# loses: cyclic_month_check cyclic_month_hidden
# message: the day within the month does not count
def cyclic_month(dates):
    angle = 2 * np.pi * (dates.dt.dayofyear - 1) / 365.25
    return pd.DataFrame({"month_sin": np.sin(angle), "month_cos": np.cos(angle)}).fillna(0.0)
