# reject: starts at angle 0 and returns early when there is no date to encode; angle 0 is January
# loses: cyclic_month_hidden
# message: a column without any date is all zeros
def cyclic_month(dates):
    circle = pd.DataFrame({"month_sin": 0.0, "month_cos": 1.0}, index=dates.index)
    missing = dates.isna().to_numpy()
    if missing.all():
        return circle
    angle = 2 * np.pi * (dates.dt.month.to_numpy() - 1) / 12
    circle["month_sin"], circle["month_cos"] = np.sin(angle), np.cos(angle)
    circle[missing] = 0.0
    return circle
