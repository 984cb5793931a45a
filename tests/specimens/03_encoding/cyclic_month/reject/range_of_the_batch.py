# reject: months scaled by the first and last month of the batch
# loses: cyclic_month_hidden
# message: one date alone must be encoded as it is in a batch
def cyclic_month(dates):
    month = dates.dt.month
    angle = 2 * np.pi * (month - month.min()) / (month.max() - month.min() + 1)
    return pd.DataFrame({"month_sin": np.sin(angle), "month_cos": np.cos(angle)}).fillna(0.0)
