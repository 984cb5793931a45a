# reject: pi is a full turn
# loses: cyclic_month_check cyclic_month_hidden
# message: April is a quarter of the way round
def cyclic_month(dates):
    angle = np.pi * (dates.dt.month - 1) / 12
    return pd.DataFrame({"month_sin": np.sin(angle), "month_cos": np.cos(angle)}).fillna(0.0)
