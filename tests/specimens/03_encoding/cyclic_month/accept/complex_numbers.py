# accept: months as complex numbers on the unit circle, from NumPy's datetime64[M]
def cyclic_month(dates):
    days = dates.to_numpy(dtype="datetime64[ns]")
    months_since_1970 = days.astype("datetime64[M]").astype("int64")
    circle = np.exp(2j * np.pi * (months_since_1970 % 12) / 12)
    circle[np.isnat(days)] = 0
    return pd.DataFrame({"month_sin": circle.imag, "month_cos": circle.real}, index=dates.index)
