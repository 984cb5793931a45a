# accept: computed in float32, as a model would store it
def cyclic_month(dates):
    month = dates.dt.month.to_numpy(dtype="float32", na_value=np.nan)
    angle = (month - np.float32(1)) * np.float32(2 * np.pi / 12)
    circle = np.stack([np.sin(angle), np.cos(angle)], axis=1)
    circle = np.nan_to_num(circle, nan=0.0)
    return pd.DataFrame(circle, index=dates.index, columns=["month_sin", "month_cos"])
