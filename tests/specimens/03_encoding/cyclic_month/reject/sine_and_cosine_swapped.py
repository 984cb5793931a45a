# reject: the x coordinate called sine
# loses: cyclic_month_check cyclic_month_hidden
# message: sine 0 and cosine 1
def cyclic_month(dates):
    angle = 2 * np.pi * (dates.dt.month - 1) / 12
    return pd.DataFrame({"month_sin": np.cos(angle), "month_cos": np.sin(angle)}).fillna(0.0)
