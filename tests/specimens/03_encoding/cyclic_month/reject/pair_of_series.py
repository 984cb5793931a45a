# reject: two Series instead of a DataFrame
# loses: cyclic_month_check cyclic_month_hidden
# message: return a DataFrame with the columns
def cyclic_month(dates):
    angle = 2 * np.pi * (dates.dt.month - 1) / 12
    return np.sin(angle).fillna(0.0), np.cos(angle).fillna(0.0)
