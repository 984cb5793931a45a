# reject: rounded to two decimals to look tidy
# loses: cyclic_month_hidden
# message: do not round
def cyclic_month(dates):
    angle = 2 * np.pi * (dates.dt.month - 1) / 12
    circle = pd.DataFrame({"month_sin": np.sin(angle), "month_cos": np.cos(angle)})
    return circle.fillna(0.0).round(2)
