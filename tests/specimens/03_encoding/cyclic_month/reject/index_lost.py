# reject: rebuilt from an array, with a new index 0, 1, 2
# loses: cyclic_month_check cyclic_month_hidden
# message: keep the index of dates
def cyclic_month(dates):
    angle = (2 * np.pi * (dates.dt.month - 1) / 12).to_numpy()
    circle = np.nan_to_num(np.column_stack([np.sin(angle), np.cos(angle)]))
    return pd.DataFrame(circle, columns=["month_sin", "month_cos"])
