# accept: pandas' nullable types all the way, so the result is Float64
def cyclic_month(dates):
    month = dates.dt.month.astype("Int64")
    angle = (month - 1).astype("Float64") * (np.pi / 6)
    result = pd.DataFrame(index=dates.index)
    result["month_sin"] = np.sin(angle).fillna(0)
    result["month_cos"] = np.cos(angle).fillna(0)
    return result
